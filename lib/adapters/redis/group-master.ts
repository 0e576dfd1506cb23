import type { Redis } from "ioredis";
import { REDIS_PORT } from "../../core/engines/redis/port";
import { DomainError } from "../../core/errors";
import { SECOND_MS } from "../../core/units";
import { poll } from "../../time/wait";
import { fieldsOf } from "./info";
import { runTogether } from "./transaction";

/** Those who write wait no longer than this for the last bytes: a replica says once a second how far it is. */
const CATCH_UP_MS = 2 * SECOND_MS;
/** A replica that does not answer its master by then is not made one. */
const ANSWER_MS = 5 * SECOND_MS;
const LOOK_MS = 20;

/**
 * Redis' own way: writes are held, the replica gets the last of them and is the master from then on, which the former one follows before
 * anybody may write again. https://redis.io/docs/latest/commands/failover/
 */
export async function handOver(master: Redis, to: string): Promise<{ pauseMs: number }> {
  const read = async () => fieldsOf(await master.info("replication"));
  const isOver = async () => (await read()).master_failover_state === "no-failover";
  const startedAt = performance.now();
  await master.call("FAILOVER", "TO", to, REDIS_PORT, "TIMEOUT", CATCH_UP_MS);
  if (!(await poll(isOver, { timeoutMs: ANSWER_MS, longestPauseMs: LOOK_MS })))
    await master.call("FAILOVER", "ABORT");
  const pauseMs = Math.round(performance.now() - startedAt);
  if ((await read()).role === "slave") {
    await master.config("REWRITE");
    return { pauseMs };
  }
  throw new DomainError(
    "conflict",
    "replication_behind",
    "No other node had the last writes in time. The master is the one that it was.",
  );
}

/** Kept for the next start as well, whatever it was before. */
export async function followGroup(node: Redis, master: string): Promise<void> {
  await runTogether(node, [
    ["REPLICAOF", master, REDIS_PORT],
    ["CONFIG", "REWRITE"],
  ]);
}
