import { BERTH_USER, berthTarget } from "../databases/users";
import { REDIS_PORT } from "../engines/redis/port";
import {
  ASKING_USER,
  DOWN_AFTER_MS,
  FAILOVER_MS,
  INFO_MS,
  PING_MS,
  QUORUM,
  RECONNECT_MS,
  SENTINEL_USER,
  sentinelNames,
} from "./group";

/** The user that Sentinels know each other as. */
const PEER_USER = "peer";

/** `name`: of its own service. `peerPassword` in clear, of letters and digits; the hashes as 64 hexadecimal digits of SHA-256. */
export type SentinelInput = {
  name: string;
  peerPassword: string;
  peerPasswordHash: string;
  berthPasswordHash: string;
  askingPasswordHash: string;
};

/**
 * The first configuration of a Sentinel, which rewrites it itself afterwards. It answers on the port of nodes, so that the link leads there.
 * Secret as a whole. https://redis.io/docs/latest/operate/oss_and_stack/management/sentinel/
 */
export function sentinelConf(input: SentinelInput): string {
  return `${[
    `port ${REDIS_PORT}`,
    "protected-mode no",
    "daemonize no",
    "dir /data",
    "user default off",
    `user ${BERTH_USER} on #${input.berthPasswordHash} ~* &* +@all`,
    `user ${PEER_USER} on #${input.peerPasswordHash} &* -@all +auth +hello +ping +sentinel +subscribe +publish +client|setname`,
    `user ${ASKING_USER} on #${input.askingPasswordHash} -@all +auth +hello +ping +sentinel|get-master-addr-by-name`,
    `sentinel sentinel-user ${PEER_USER}`,
    `sentinel sentinel-pass ${input.peerPassword}`,
    // A container has another address after each start.
    "sentinel resolve-hostnames yes",
    "sentinel announce-hostnames yes",
    `sentinel announce-ip ${input.name}`,
    `sentinel announce-port ${REDIS_PORT}`,
  ].join("\n")}\n`;
}

/** How often a Sentinel asks, for all its groups. It keeps this nowhere: it has to be said after each start (`start-script.ts`). */
export const PACE: readonly string[] = [
  ...["SENTINEL", "DEBUG", "ping-period", String(PING_MS), "info-period", String(INFO_MS)],
  ...["min-link-reconnect-period", String(RECONNECT_MS)],
];

/** `master`: the service of its first node. `password`: of SENTINEL_USER at its nodes. */
export type Watched = { group: string; master: string; password: string };

/** What makes one Sentinel watch a group, in this order; to be said to each of them. The second command is a secret. */
export const watchCommands = ({ group, master, password }: Watched): string[][] => [
  ["SENTINEL", "MONITOR", group, master, String(REDIS_PORT), String(QUORUM)],
  [
    ...["SENTINEL", "SET", group, "auth-user", SENTINEL_USER, "auth-pass", password],
    ...["down-after-milliseconds", String(DOWN_AFTER_MS), "failover-timeout", String(FAILOVER_MS)],
    ...["parallel-syncs", "2"],
  ],
  // Also at each start: this is for one that was made before it did that.
  [...PACE],
];

/** What makes one Sentinel find replicas and Sentinels of a group anew: it counts those that are no more for ever. */
export const refreshCommand = (group: string): string[] => ["SENTINEL", "RESET", group];

/** What makes one Sentinel forget a group; to be said to each of them, and to one that was away as soon as it is back. */
export const forgetCommand = (group: string): string[] => ["SENTINEL", "REMOVE", group];

type World = { instance: string; cipher: { decrypt: (encrypted: string) => string } };

/** How the control plane signs in to each Sentinel; to none while there are none. */
export const sentinelTargets = ({ instance, cipher }: World, sentinels: { berthEncrypted: string } | null) =>
  sentinels
    ? sentinelNames(instance).map((name) => berthTarget(name, cipher.decrypt(sentinels.berthEncrypted)))
    : [];
