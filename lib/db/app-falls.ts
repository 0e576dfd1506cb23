import { prisma, query } from "./client";

/** Notes a container that ended by itself; one that is noted already stays as it is. */
export async function insertFall(row: {
  containerId: string;
  appId: string;
  at: Date;
  exitCode: number | null;
}): Promise<void> {
  await query(() => prisma().appFall.createMany({ data: [row], skipDuplicates: true }));
}

export type FallsRow = { count: number; since: Date; lastAt: Date; lastExitCode: number | null };

/** What fell over since the app was last started, or a start of it failed; null when nothing did. */
export async function findFalls(appId: string): Promise<FallsRow | null> {
  const [row] = await query(
    () => prisma().$queryRaw<FallsRow[]>`
      SELECT count(*)::int AS count, coalesce(a."startedAt", a."createdAt") AS since, max(f.at) AS "lastAt",
        (array_agg(f."exitCode" ORDER BY f.at DESC))[1] AS "lastExitCode"
      FROM apps a JOIN app_falls f ON f."appId" = a.id AND f.at > coalesce(a."startedAt", a."createdAt")
      WHERE a.id = ${appId}::uuid GROUP BY a.id`,
  );
  return row ?? null;
}

export async function deleteOldFalls(before: Date): Promise<void> {
  await query(() => prisma().appFall.deleteMany({ where: { at: { lt: before } } }));
}
