import { prisma, query, transaction } from "./client";

/** Databases are spread over so many shards; as many workers at most share the sampling. */
export const SHARDS = 16;

/**
 * The shards that this worker samples in the round, its fair share at most: those it has, then those nobody samples any more.
 * Each shard is given to one worker a round, whatever happens. Shards beyond the share are left to others at once.
 */
export async function claimShards(claim: {
  workerId: string;
  roundAt: Date;
  /** Of another worker, when it has not sampled since. */
  abandonedBefore: Date;
  sharesBetween: number;
}): Promise<number[]> {
  const { workerId, roundAt, abandonedBefore, sharesBetween } = claim;
  const share = Math.ceil(SHARDS / Math.max(1, sharesBetween));
  return transaction(async (tx) => {
    const claimed = await tx.$queryRaw<{ shard: number }[]>`
      UPDATE stat_shards SET "workerId" = ${workerId}, "roundAt" = ${roundAt}
      WHERE shard IN (
        SELECT shard FROM stat_shards
        WHERE "roundAt" < ${roundAt}
          AND ("workerId" = ${workerId} OR "workerId" IS NULL OR "roundAt" < ${abandonedBefore})
        ORDER BY "workerId" IS DISTINCT FROM ${workerId}, shard LIMIT ${share} FOR UPDATE SKIP LOCKED)
      RETURNING shard`;
    await tx.$executeRaw`
      UPDATE stat_shards SET "workerId" = NULL WHERE "workerId" = ${workerId} AND "roundAt" < ${roundAt}`;
    return claimed.map(({ shard }) => shard);
  });
}

/** The round of the shard that was left behind the most. */
export async function findOldestRound(): Promise<Date> {
  const rows = await query(
    () => prisma().$queryRaw<{ at: Date }[]>`SELECT min("roundAt") AS at FROM stat_shards`,
  );
  const oldest = rows[0]?.at;
  if (!oldest) throw new Error("there is no shard");
  return oldest;
}
