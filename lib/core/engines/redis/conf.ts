import type { Plan } from "../../plans/catalog";
import type { FirstStart } from "../engine";
import { REDIS_PORT } from "./port";
import { settingLines } from "./settings";

/** Connections kept free for the control plane and the gateway's checks beyond those of the plan. */
const CONTROL_CLIENTS = 32;

/** Numbered from 0 on; a server does not start with the dump of one that had more. */
export const DATABASES = 6;

/** After so many seconds without a command Redis closes a client's connection (not one that subscribes or blocks). */
export const IDLE_TIMEOUT_SECONDS = 150;

/** Connections that Redis accepts at once. */
export const maxClients = (plan: Plan): number => plan.clientsMax + CONTROL_CLIENTS;

/** A master that never answers: who follows it takes no writes. */
const NOBODY = "127.0.0.1 1";

/**
 * The first `redis.conf` of a node, valid for every known version; afterwards the node keeps its own copy up to date by
 * `CONFIG REWRITE`. Holds no secret: users and passwords stand in the ACL file.
 */
export function redisConf(plan: Plan, { carried = {}, isFollower = false }: FirstStart = {}): string {
  return `${[
    `port ${REDIS_PORT}`,
    "protected-mode no",
    "daemonize no",
    `timeout ${IDLE_TIMEOUT_SECONDS}`,
    "tcp-keepalive 60",
    `maxclients ${maxClients(plan)}`,
    `databases ${DATABASES}`,
    "dir /data",
    "dbfilename dump.rdb",
    "aclfile /data/users.acl",
    "save 900 1",
    "save 300 10",
    "save 60 10000",
    `maxmemory ${plan.maxMemoryBytes}`,
    "maxmemory-policy noeviction",
    "repl-diskless-sync yes",
    "repl-diskless-sync-delay 0",
    // Kept for good: the offset counts writes only while there is a backlog.
    "repl-backlog-ttl 0",
    ...(isFollower ? [`replicaof ${NOBODY}`] : []),
    ...settingLines(carried),
  ].join("\n")}\n`;
}
