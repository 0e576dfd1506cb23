import type { Redis } from "ioredis";
import { REPLICAS_MIN } from "../../core/availability/group";
import { GATEWAY_USER } from "../../core/databases/users";
import { REDIS_PORT } from "../../core/engines/redis/port";
import { CARRIED_SETTINGS } from "../../core/engines/redis/settings";
import type { RedisTarget } from "../../ports/redis-admin";
import type { NodeSettings, RedisReplication, ReplicationState } from "../../ports/redis-replication";
import { readConfig } from "./config";
import type { Link } from "./connection";
import { cutOver, settle } from "./cut-over";
import { fence, open } from "./fence";
import { assertReadable, readServer } from "./readable";
import { parseReplication } from "./replication-info";
import { type Command, runTogether } from "./transaction";
import { unknownAnswer } from "./translate";
import { withConnection } from "./with-connection";

/** Hand-offs through the link. */
export function redisReplication(link: Link): RedisReplication {
  const on = <T>(target: RedisTarget, work: (redis: Redis) => Promise<T>) =>
    withConnection(link, target, work);
  return {
    state: (target) => on(target, readState),
    readSettings: (target) => on(target, readSettings),
    follow: async ({ replica, master, bufferBytes }) => {
      assertReadable({ from: await on(master, readServer), to: await on(replica, readServer) });
      await on(master, (redis) => serveReplicas(redis, bufferBytes));
      await on(replica, (redis) => followMaster(redis, master));
    },
    cutOver: ({ from, to, waitMs, gateway }) =>
      on(from, (source) => on(to, (successor) => cutOver({ source, successor, waitMs, gateway }))),
    fence: (target, gateway) => on(target, (redis) => fence(redis, gateway)),
    open: (target) => on(target, open),
    settle: (target, login) => on(target, (redis) => settle(redis, login)),
    requireReplica: (target) =>
      on(target, async (redis) => {
        await redis.config("SET", "min-replicas-to-write", REPLICAS_MIN);
        await redis.config("REWRITE");
      }),
    waiveReplica: (target) =>
      on(target, async (redis) => {
        await redis.config("SET", "min-replicas-to-write", 0);
      }),
    setMaxMemory: (target, maxMemoryBytes) =>
      on(target, async (redis) => {
        await redis.config("SET", "maxmemory", maxMemoryBytes);
      }),
  };
}

async function readState(redis: Redis): Promise<ReplicationState> {
  const replication = parseReplication(await redis.info("replication"));
  const user = await redis.call("ACL", "GETUSER", GATEWAY_USER);
  const flags = Array.isArray(user) ? user[user.indexOf("flags") + 1] : null;
  return { ...replication, isGatewayOn: Array.isArray(flags) && flags.includes("on") };
}

async function readSettings(redis: Redis): Promise<NodeSettings> {
  await redis.config("REWRITE");
  const config = await readConfig(redis, CARRIED_SETTINGS);
  const lines = await redis.call("ACL", "LIST");
  if (!Array.isArray(lines)) throw unknownAnswer("ACL LIST");
  return { config, users: lines.map(String) };
}

/** A first copy begins at once, and what is kept for a slow replica stays within `bufferBytes`. */
async function serveReplicas(redis: Redis, bufferBytes: number): Promise<void> {
  await redis.config("SET", "repl-diskless-sync", "yes");
  await redis.config("SET", "repl-diskless-sync-delay", 0);
  await redis.config("SET", "client-output-buffer-limit", `replica ${bufferBytes} 0 0`);
}

async function followMaster(redis: Redis, master: RedisTarget): Promise<void> {
  const { role, masterName } = parseReplication(await redis.info("replication"));
  if (role === "slave" && masterName === master.serviceName) return;
  const { serviceName: host, user, password } = master;
  await runTogether(redis, followCommands({ host, port: REDIS_PORT, user, password }));
}

/** What makes a node the replica of a master; without a user it signs in by the password alone, and without one not at all. */
export const followCommands = (master: {
  host: string;
  port: number;
  user: string;
  password: string;
}): Command[] => [
  // Sentinels that watch the master, or the source of an import, must never take it for one that could be the next.
  ["CONFIG", "SET", "replica-priority", 0],
  // Straight into memory: the disk is tried by a save of its own, which says what is wrong with it.
  ["CONFIG", "SET", "repl-diskless-load", "on-empty-db"],
  // Else a replica that could not save ends itself at the next write, before it has told why.
  ["CONFIG", "SET", "stop-writes-on-bgsave-error", "no"],
  ["CONFIG", "SET", "masteruser", master.user],
  ["CONFIG", "SET", "masterauth", master.password],
  ["REPLICAOF", master.host, master.port],
];
