import type { Redis } from "ioredis";
import type { Fenced } from "../../ports/redis-replication";
import { parseKeyspace } from "./info";
import { parseReplication } from "./replication-info";

/** Long enough for a successor to catch up, short enough that a forgotten pause ends. */
const PAUSE_MS = 10_000;
/** No database has as many replicas: writes are refused. */
const IMPOSSIBLE_REPLICAS = 1_000;

type Command = [name: string, ...args: (string | number)[]];

/** Commands in one transaction: all or none of them, and nobody's in between. @throws the first refusal. */
export async function runTogether(redis: Redis, commands: readonly Command[]): Promise<unknown[]> {
  const transaction = redis.multi();
  for (const [name, ...args] of commands) transaction.call(name, ...args);
  const answers = await transaction.exec();
  if (!answers) throw new Error("the transaction was discarded");
  return answers.map(([error, answer]) => {
    if (error) throw error;
    return answer;
  });
}

/** Redis 6.0 can only pause everything, also the gateway's check, which would then take the node for a healthy one. */
async function canPauseWrites(redis: Redis): Promise<boolean> {
  return !/redis_version:6\.0\./.test(await redis.info("server"));
}

const REFUSE_WRITES: Command = ["CONFIG", "SET", "min-replicas-to-write", IMPOSSIBLE_REPLICAS];

/** For good: a client that some gateway still leads here gets a refusal instead of an answer that counts for nothing. */
export async function refuseWrites(redis: Redis): Promise<void> {
  await runTogether(redis, [REFUSE_WRITES]);
}

/**
 * In one transaction: writes wait (6.0 can only refuse them), the gateway may not sign in any more, everyone is dropped, and the end
 * of the history of writes is read. What was saved holds after a new start too.
 */
export async function fence(redis: Redis): Promise<Fenced> {
  const hold: Command = (await canPauseWrites(redis))
    ? ["CLIENT", "PAUSE", PAUSE_MS, "WRITE"]
    : REFUSE_WRITES;
  const answers = await runTogether(redis, [
    hold,
    ["ACL", "SETUSER", "gateway", "off"],
    ["CLIENT", "KILL", "TYPE", "normal"],
    ["CLIENT", "KILL", "TYPE", "pubsub"],
    ["INFO", "replication"],
    ["INFO", "keyspace"],
    ["ACL", "SAVE"],
  ]);
  const [replication, keyspace] = answers.slice(-3).map(String);
  const { replicationId, offset } = parseReplication(replication ?? "");
  return { replicationId, offset, ...parseKeyspace(keyspace ?? "") };
}

export async function open(redis: Redis): Promise<void> {
  const unpause: Command[] = (await canPauseWrites(redis)) ? [["CLIENT", "UNPAUSE"]] : [];
  await runTogether(redis, [
    ["CONFIG", "SET", "min-replicas-to-write", 0],
    ["ACL", "SETUSER", "gateway", "on"],
    ...unpause,
    ["ACL", "SAVE"],
  ]);
}
