import { aheadOf } from "../core/clocks";
import { prisma, query } from "./client";
import { IS_SILENT } from "./workers";

/** Databases are spread over so many shards; as many workers at most share the sampling. */
export const SHARDS = 16;

/**
 * The shards that this worker samples in the round, its fair share at most: those it has, then those nobody samples any more.
 * Each shard is given to one worker a round, whatever happens. Shards beyond the share are left to others at once. A worker that has not
 * said yet that it lives counts as if it were alone.
 */
export async function claimShards(claim: {
  workerId: string;
  roundAt: Date;
  /** Of another worker, when it has not sampled since. */
  abandonedBefore: Date;
}): Promise<number[]> {
  const { workerId, roundAt, abandonedBefore } = claim;
  const claimed = await query(
    () => prisma().$queryRaw<{ shard: number }[]>`
      WITH claimed AS (
        UPDATE stat_shards SET "workerId" = ${workerId}, "roundAt" = ${roundAt}
        WHERE shard IN (
          SELECT shard FROM stat_shards
          WHERE ("roundAt" < ${roundAt} OR "roundAt" > ${aheadOf(roundAt)})
            AND ("workerId" = ${workerId} OR "workerId" IS NULL OR "roundAt" < ${abandonedBefore})
          ORDER BY "workerId" IS DISTINCT FROM ${workerId}, shard
          LIMIT (SELECT ceil(${SHARDS}::float / greatest(1, count(*))) FROM workers WHERE NOT ${IS_SILENT})
          FOR UPDATE SKIP LOCKED)
        RETURNING shard),
      released AS (
        UPDATE stat_shards SET "workerId" = NULL
        WHERE "workerId" = ${workerId} AND "roundAt" < ${roundAt} AND shard NOT IN (SELECT shard FROM claimed))
      SELECT shard FROM claimed`,
  );
  return claimed.map(({ shard }) => shard);
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
