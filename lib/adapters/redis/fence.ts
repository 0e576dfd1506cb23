import type { Redis } from "ioredis";
import { REPLICA_USER, REPLICAS_MIN } from "../../core/availability/group";
import { BERTH_USER, GATEWAY_USER } from "../../core/databases/users";
import { onlyUnavailable } from "../../core/errors";
import type { Fenced, GatewayTold } from "../../ports/redis-replication";
import { poll } from "../../time/wait";
import { readConfig } from "./config";
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
async function canPauseWrites(redis: Redis): Promise<boolean> {
  return (await readServer(redis)).line?.canPauseWrites !== false;
}

const REFUSE_WRITES: Command = ["CONFIG", "SET", "min-replicas-to-write", IMPOSSIBLE_REPLICAS];

const DROP_CLIENTS: readonly Command[] = [
  ["CLIENT", "KILL", "TYPE", "normal"],
  ["CLIENT", "KILL", "TYPE", "pubsub"],
];

/**
 * Nobody writes any more, and the gateway leads here no longer. It may not sign in first, so that no check brings it back. Then writes are
 * paused and only then the gateway is told: what was answered has gone through it, so that no client loses the answer to a command that
 * took effect (a job that was taken from a queue). Resolves once `caughtUp` did too; answers the moment from which clients wait.
 */
export async function stopWrites(
  redis: Redis,
  gateway: GatewayTold,
  caughtUp: (fenced: Fenced) => Promise<void> = async () => {},
): Promise<{ startedAt: number; fenced: Fenced }> {
  const canPause = await canPauseWrites(redis);
  await runTogether(redis, [
    ["ACL", "SETUSER", GATEWAY_USER, "off"],
    ["ACL", "SAVE"],
  ]);
  const startedAt = performance.now();
  if (canPause && gateway) {
    const fenced = await holdWrites(redis, { canPause });
    const [isTold] = await Promise.all([hasLeft(gateway), caughtUp(fenced)]);
    if (isTold) return { startedAt, fenced };
    // It cannot be told: clients are served on until it has found out.
    await redis.call("CLIENT", "UNPAUSE");
  }
  const isTold = !canPause && gateway !== null && (await hasLeft(gateway));
  if (!isTold) await clientsGone(redis);
  const heldAt = performance.now();
  const fenced = await holdWrites(redis, { canPause });
  await caughtUp(fenced);
  return { startedAt: isTold ? startedAt : heldAt, fenced };
}

/** Tells the gateway to leave; false when it cannot be told. */
const hasLeft = (gateway: NonNullable<GatewayTold>): Promise<boolean> =>
  gateway.leave().then(
    () => true,
    (error: unknown) => {
      onlyUnavailable(error);
      return false;
    },
  );

/** Resolves once the gateway has found out by its own checks, or after some seconds. */
async function clientsGone(redis: Redis): Promise<void> {
  // Clients wait for the last of them to go: no pause may grow here.
  await poll(async () => !(await hasClients(redis)), { timeoutMs: LEFT_MS, longestPauseMs: LEFT_POLL_MS });
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

/** In one transaction: writes wait, or are refused by 6.0, which then drops everyone; and the end of the history of writes is read. */
async function holdWrites(redis: Redis, { canPause }: { canPause: boolean }): Promise<Fenced> {
  const hold: Command[] = canPause
    ? [["CLIENT", "PAUSE", PAUSE_MS, "WRITE"]]
    : [REFUSE_WRITES, ...DROP_CLIENTS];
  const answers = await runTogether(redis, [...hold, ["INFO", "replication"], ["INFO", "keyspace"]]);
  const [replication, keyspace] = answers.slice(-2).map(String);
  const { replicationId, offset } = parseReplication(replication ?? "");
  return { replicationId, offset, ...parseKeyspace(keyspace ?? "") };
}

/** Until the next start: whoever finds the way here reads nothing that has been overtaken elsewhere. */
export const shutOut = (redis: Redis, people: readonly Person[]): Promise<unknown> =>
  runTogether(redis, [...fencePeople(people), ...DROP_CLIENTS]);

/** For good, also after a new start. */
export async function closeToPeople(redis: Redis, people: readonly Person[]): Promise<void> {
  await runTogether(redis, [REFUSE_WRITES, ...fencePeople(people), ...DROP_CLIENTS, ["ACL", "SAVE"]]);
}

export async function fence(redis: Redis, gateway: GatewayTold): Promise<Fenced> {
  const { fenced } = await stopWrites(redis, gateway);
  await closeToPeople(redis, await listPeople(redis));
  return fenced;
}

/** A node of a group takes writes only while a replica is in step, any other always. */
async function replicasMin(redis: Redis): Promise<number> {
  const { masteruser } = await readConfig(redis, ["masteruser"]);
  return masteruser === REPLICA_USER ? REPLICAS_MIN : 0;
}

export async function open(redis: Redis): Promise<void> {
  const unpause: Command[] = (await canPauseWrites(redis)) ? [["CLIENT", "UNPAUSE"]] : [];
  const people = await listPeople(redis);
  await runTogether(redis, [
    ["CONFIG", "SET", "min-replicas-to-write", await replicasMin(redis)],
    ...letPeopleIn(people),
    ["ACL", "SETUSER", GATEWAY_USER, "on"],
    ...unpause,
    ["ACL", "SAVE"],
  ]);
}
