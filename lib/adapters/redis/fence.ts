import { setTimeout as sleep } from "node:timers/promises";
import type { Redis } from "ioredis";
import { BERTH_USER, GATEWAY_USER } from "../../core/databases/users";
import { onlyUnavailable } from "../../core/errors";
import type { Fenced, GatewayTold } from "../../ports/redis-replication";
import { parseKeyspace } from "./info";
import { fencePeople, letPeopleIn, listPeople, type Person } from "./people";
import { readServer } from "./readable";
import { parseReplication } from "./replication-info";
import { type Command, runTogether } from "./transaction";

/** Long enough for a successor to catch up, short enough that a forgotten pause ends. */
const PAUSE_MS = 10_000;
/** No database has as many replicas: writes are refused. */
const IMPOSSIBLE_REPLICAS = 1_000;
/** A gateway asks its node every 2 s; one that cannot be told has found out by then. */
const LEFT_MS = 5_000;
const LEFT_POLL_MS = 10;

/** Where everything would pause, the gateway's check would too, and take the node for a healthy one. */
export async function canPauseWrites(redis: Redis): Promise<boolean> {
  return (await readServer(redis)).version?.canPauseWrites !== false;
}

const REFUSE_WRITES: Command = ["CONFIG", "SET", "min-replicas-to-write", IMPOSSIBLE_REPLICAS];

/**
 * Takes the gateway off the node: it may not sign in any more, so that no check brings it back, and then it is told, or finds out by
 * itself while clients are served on. Answers the moment from which clients wait.
 */
export async function letGo(redis: Redis, gateway: GatewayTold): Promise<number> {
  await runTogether(redis, [
    ["ACL", "SETUSER", GATEWAY_USER, "off"],
    ["ACL", "SAVE"],
  ]);
  const startedAt = performance.now();
  const isTold = await (gateway?.leave().then(
    () => true,
    (error: unknown) => {
      onlyUnavailable(error);
      return false;
    },
  ) ?? false);
  if (isTold) return startedAt;
  // Clients wait for the last of them to go: no pause may grow here.
  for (const endAt = startedAt + LEFT_MS; performance.now() < endAt && (await hasClients(redis)); )
    await sleep(LEFT_POLL_MS);
  return performance.now();
}

/** True while anybody but the platform and replicas is connected. */
async function hasClients(redis: Redis): Promise<boolean> {
  const lines = String(await redis.client("LIST")).split("\n");
  return lines.some(
    (line) =>
      line !== "" &&
      !line.includes(` user=${BERTH_USER} `) &&
      !line.includes(` user=${GATEWAY_USER} `) &&
      !/ flags=\w*S/.test(line),
  );
}

/** In one transaction: writes wait (6.0 can only refuse them), everyone is dropped, and the end of the history of writes is read. */
export async function holdWrites(redis: Redis, { canPause }: { canPause: boolean }): Promise<Fenced> {
  const hold: Command = canPause ? ["CLIENT", "PAUSE", PAUSE_MS, "WRITE"] : REFUSE_WRITES;
  const answers = await runTogether(redis, [
    hold,
    ["CLIENT", "KILL", "TYPE", "normal"],
    ["CLIENT", "KILL", "TYPE", "pubsub"],
    ["INFO", "replication"],
    ["INFO", "keyspace"],
  ]);
  const [replication, keyspace] = answers.slice(-2).map(String);
  const { replicationId, offset } = parseReplication(replication ?? "");
  return { replicationId, offset, ...parseKeyspace(keyspace ?? "") };
}

/** For good, also after a new start: whoever finds the way here gets no answer that counts for nothing. */
export async function closeToPeople(redis: Redis, people: readonly Person[]): Promise<void> {
  await runTogether(redis, [
    REFUSE_WRITES,
    ...fencePeople(people),
    ["CLIENT", "KILL", "TYPE", "normal"],
    ["CLIENT", "KILL", "TYPE", "pubsub"],
    ["ACL", "SAVE"],
  ]);
}

export async function fence(redis: Redis, gateway: GatewayTold): Promise<Fenced> {
  const canPause = await canPauseWrites(redis);
  await letGo(redis, gateway);
  const fenced = await holdWrites(redis, { canPause });
  await closeToPeople(redis, await listPeople(redis));
  return fenced;
}

export async function open(redis: Redis): Promise<void> {
  const unpause: Command[] = (await canPauseWrites(redis)) ? [["CLIENT", "UNPAUSE"]] : [];
  const people = await listPeople(redis);
  await runTogether(redis, [
    ["CONFIG", "SET", "min-replicas-to-write", 0],
    ...letPeopleIn(people),
    ["ACL", "SETUSER", GATEWAY_USER, "on"],
    ...unpause,
    ["ACL", "SAVE"],
  ]);
}
