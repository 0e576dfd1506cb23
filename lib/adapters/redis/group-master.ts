import type { Redis } from "ioredis";
import { REDIS_PORT } from "../../core/engines/redis/port";
import { DomainError, onlyUnavailable } from "../../core/errors";
import { SECOND_MS } from "../../core/units";
import type { GatewayTold } from "../../ports/redis-replication";
import { poll } from "../../time/wait";
import { catchUp } from "./cut-over";
import { open, stopWrites } from "./fence";
import { fieldsOf } from "./info";
import { runTogether } from "./transaction";

/** Those who write wait no longer than this for the last bytes. */
const CATCH_UP_MS = 2 * SECOND_MS;
/** A replica that does not answer its master by then is not made one. */
const ANSWER_MS = 5 * SECOND_MS;
const LOOK_MS = 20;

type Input = { master: Redis; successor: Redis; to: string; gateway: GatewayTold };

/**
 * Clients are away from the master before, held by the gateways: nobody is refused as by a replica, or reads there what is overtaken. Then by
 * Redis' own way: the replica gets the last writes and is the master from then on, which the former one follows before anybody may write
 * again. That one stays closed to the gateways: `open` it. https://redis.io/docs/latest/commands/failover/
 */
export async function handOver(input: Input): Promise<{ pauseMs: number }> {
  const { master, successor, gateway } = input;
  try {
    const { startedAt } = await stopWrites(master, gateway, (fenced) =>
      catchUp(successor, fenced, CATCH_UP_MS),
    );
    await exchange(input);
    await gateway?.lead().catch(onlyUnavailable);
    return { pauseMs: Math.round(performance.now() - startedAt) };
  } catch (error) {
    await open(master).catch(onlyUnavailable);
    throw error;
  }
}

async function exchange({ master, successor, to }: Input): Promise<void> {
  const read = async () => fieldsOf(await master.info("replication"));
  const isOver = async () => (await read()).master_failover_state === "no-failover";
  await master.call("FAILOVER", "TO", to, REDIS_PORT, "TIMEOUT", CATCH_UP_MS);
  await sayHowFar(successor);
  if (!(await poll(isOver, { timeoutMs: ANSWER_MS, longestPauseMs: LOOK_MS })))
    await master.call("FAILOVER", "ABORT");
  if ((await read()).role === "slave") {
    await master.config("REWRITE");
    return;
  }
  throw new DomainError(
    "conflict",
    "replication_behind",
    "No other node had the last writes in time. The master is the one that it was.",
  );
}

/**
 * Has a replica tell its master how far it is, which by itself it does once a second, while clients wait. It answers that to nobody else: what
 * answers here is the next question, so that the connection is good for nothing more.
 */
async function sayHowFar(replica: Redis): Promise<void> {
  const said = replica.call("REPLCONF", "GETACK", "*");
  replica.ping().catch(() => {});
  await said;
}

/** Kept for the next start as well, whatever it was before. */
export async function followGroup(node: Redis, master: string): Promise<void> {
  await runTogether(node, [
    ["REPLICAOF", master, REDIS_PORT],
    ["CONFIG", "REWRITE"],
  ]);
}
