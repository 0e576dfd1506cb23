import { prisma, query } from "./client";

/** Common work that finds nothing to do most of the time. */
export const DUE_WORK = ["users", "groups", "waves", "messages"] as const;
export type DueWork = (typeof DUE_WORK)[number];

/**
 * The kinds of common work for which there may be something to do at `now`, by one statement instead of one for each. More than that may be
 * asked for by whoever does the work (that nothing else is being done with the database): a kind that is left out has nothing.
 */
export async function listDueWork(now: Date): Promise<DueWork[]> {
  const [due] = await query(
    () => prisma().$queryRaw<[Record<DueWork, boolean>]>`
      SELECT
        EXISTS (SELECT FROM database_users WHERE "appliedRevision" < revision OR "otherUntil" IS NOT NULL) AS users,
        EXISTS (SELECT FROM nodes WHERE "groupNumber" IS NOT NULL AND status <> 'removed') AS groups,
        EXISTS (SELECT FROM release_waves WHERE status = 'running') AS waves,
        EXISTS (SELECT FROM deliveries WHERE "endedAt" IS NULL AND "nextTryAt" <= ${now}) AS messages`,
  );
  return DUE_WORK.filter((kind) => due[kind]);
}
