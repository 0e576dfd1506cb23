import { GATEWAYS, LAG_MAX_SECONDS, REPLICA_USER, REPLICAS_MIN } from "../../availability/group";
import type { Plan } from "../../plans/catalog";
import type { FirstStart, Member } from "../engine";
import { REDIS_PORT } from "./port";
import { settingLines } from "./settings";

/** Connections kept free for the control plane and the gateway's checks beyond those of the plan. */
const CONTROL_CLIENTS = 32;

/** Numbered from 0 on; a server does not start with the dump of one that had more. */
export const DATABASES = 6;

/** After so many seconds without a command Redis closes a client's connection (not one that subscribes or blocks). */
export const IDLE_TIMEOUT_SECONDS = 150;

/** Connections that Redis accepts at once: each gateway lets in as many as the plan says, and none of those may shut out the others' checks. */
export const maxClients = (plan: Plan): number =>
  plan.clientsMax * (plan.isHighlyAvailable ? GATEWAYS : 1) + CONTROL_CLIENTS;

/** A master that never answers: who follows it takes no writes. */
const NOBODY = "127.0.0.1 1";

/** A member is known by its name wherever it runs, and as a master takes writes only while a replica is in step. */
const memberLines = ({ name, follows, password }: Member): string[] => [
  `replica-announce-ip ${name}`,
  `masteruser ${REPLICA_USER}`,
  `masterauth ${password}`,
  `min-replicas-to-write ${REPLICAS_MIN}`,
  `min-replicas-max-lag ${LAG_MAX_SECONDS}`,
  ...(follows ? [`replicaof ${follows} ${REDIS_PORT}`] : []),
];

/**
 * The first `redis.conf` of a node, valid for every known version; afterwards the node keeps its own copy up to date by
 * `CONFIG REWRITE`. Holds no secret, users and passwords stand in the ACL file; but of a member of a group what replicas sign in with.
 */
export function redisConf(plan: Plan, { carried = {}, isFollower = false, member }: FirstStart = {}): string {
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
    ...(member ? memberLines(member) : []),
    ...settingLines(carried),
  ].join("\n")}\n`;
}
