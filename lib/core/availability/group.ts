/** Nodes of a highly available database: with two, the loss of either would refuse all writes. */
export const GROUP_NODES = 3;

/**
 * Gateways of a group. At most one fewer of them are on a host, so that no host is the end of all; one for each node, so that in a Swarm of three
 * hosts each has one.
 */
export const GATEWAYS = 3;

/** Sentinels of an instance, shared by all its groups, each on another host. */
export const SENTINELS = 3;

/** So many Sentinels have to agree before anything happens, and a node believes no fewer. */
export const QUORUM = 2;

/** A master refuses writes while fewer replicas than this are in step with it. */
export const REPLICAS_MIN = 1;

/** A replica that said nothing for longer is not in step; bounds what a master that is cut off goes on acknowledging. */
export const LAG_MAX_SECONDS = 2;

/** Who does not answer a Sentinel for so long is down. At 1 s a busy machine alone makes failovers. */
export const DOWN_AFTER_MS = 2_200;

/** How often a Sentinel asks: the silence is counted from the first question without an answer, so it lasts by up to this longer. */
export const PING_MS = 500;

/**
 * How often a Sentinel asks what a node is and whom it follows; it waits for 8 s after a change before it sets one right that is not what it
 * should be. One that is cut off with an answer of before has nothing to wait for once it is back: with 10 s, the default, that was seen to
 * make the master that took over meanwhile a replica of the one that was cut off, which dropped 30 s of acknowledged writes. No multiple of
 * PING_MS: in step with the pings, whether a replica is promoted is always asked almost a second late.
 */
export const INFO_MS = 700;

/** What a failover may take; one that came to nothing is tried again twice as long after it began, and up to a second. */
export const FAILOVER_MS = 10_000;

/**
 * A node that ended starts again so long afterwards, when its Sentinels have replaced it. Back before they take it for down, under its name
 * but at another address, it has them take its replicas for followers of somebody else, set those right and cut their own connections to
 * them, so that none is fit to be chosen.
 */
export const RETURN_AFTER_MS = 10_000;

/** A Sentinel gives a connection up that does not answer and is older: with 15 s, the default, it calls a node down for so long after its host is back. */
export const RECONNECT_MS = 3_000;

/** The user that Sentinels sign in to nodes as. */
export const SENTINEL_USER = "berth-sentinel";

/** The user that a replica signs in to its master as. */
export const REPLICA_USER = "berth-replica";

/** Whom every highly available database has besides. */
export const GROUP_USERS = [SENTINEL_USER, REPLICA_USER] as const;

/** The user that a node asks the Sentinels as: where its master is, and nothing else. */
export const ASKING_USER = "node";

/**
 * Of the containers of nodes and Sentinels, which look names up in their only thread: a name that is gone is then answered in
 * milliseconds, where the engine's default passes it on and waits for up to 10 s.
 */
export const NAME_OPTIONS = ["ndots:1", "timeout:1", "attempts:1"] as const;

/** The service of a Sentinel, `number` from 1 to SENTINELS; no resource id ends in a single digit. */
export const sentinelName = (instance: string, number: number): string => `${instance}-sentinel-${number}`;

/** The services of all Sentinels of an instance, by number. */
export const sentinelNames = (instance: string): string[] =>
  Array.from({ length: SENTINELS }, (_, index) => sentinelName(instance, index + 1));

/**
 * What Sentinels call a group. Never twice the same: one that missed the end of a name brings its old view back once the name is used
 * again, so each hand-off begins another, by the number of its first node.
 */
export const groupName = (resourceId: string, firstNumber: number): string => `${resourceId}.${firstNumber}`;

/** Whether that is, or was, what Sentinels call a group of the database. */
export const isGroupOf = (resourceId: string, name: string): boolean => name.startsWith(`${resourceId}.`);

/** The secrets of Sentinels: the first configuration of each, and the password by which any node of the instance asks them. */
export const sentinelSecretName = (instance: string, number: number): string =>
  `${sentinelName(instance, number)}-conf`;

/** As sentinelSecretName. */
export const askingSecretName = (instance: string): string => `${instance}-sentinels-asking`;
