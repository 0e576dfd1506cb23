import type { RedisTarget } from "./redis-admin";

/** What a node says of its part in a hand-off. Offsets and sizes in bytes. */
export type ReplicationState = {
  role: "master" | "slave";
  /** True while the gateway may sign in: it follows the one master that lets it. */
  isGatewayOn: boolean;
  /** Names the history of writes; two offsets compare only under the same id. */
  replicationId: string;
  /** How far into the history of writes this node is. */
  offset: number;
  /** Service name of its master; null for a master. */
  masterName: string | null;
  /** True once a replica has the first copy and follows live. */
  isLinkUp: boolean;
  /** What of the first copy has come so far; 0 for a master. */
  receivedBytes: number;
};

/** What a node was set to while it ran, for its successor to start with. */
export type NodeSettings = {
  /** Settings of `CARRIED_SETTINGS` by name, as CONFIG GET answers them. */
  config: Record<string, string>;
  /** Lines as ACL LIST answers them; passwords as SHA-256 only. */
  users: string[];
};

/** `pauseMs`: from the moment writes were held on the old node until the new one took them. */
export type CutOver = { pauseMs: number; replicationId: string; offset: number };

/** Where a node's writes ended. `expiringKeys` are those of its keys that have a time to live. */
export type Fenced = { replicationId: string; offset: number; keys: number; expiringKeys: number };

/** What the gateway is told within a hand-over; `null` where it cannot be told, so that its own checks have to find out. */
export type GatewayTold = { leave: () => Promise<void>; lead: () => Promise<void> } | null;

/** How a node signs in to a master that it is to follow; both empty for one that follows nobody. */
export type ReplicaLogin = { user: string; password: string };

/**
 * What a hand-off asks of two nodes. Every call may be repeated and ends within a few seconds.
 * @throws DomainError `unavailable` when a node does not answer.
 */
export type RedisReplication = {
  state(target: RedisTarget): Promise<ReplicationState>;
  /** What it is set to now, which from here on it also starts with again: a node that is gone back to is as it was. */
  readSettings(target: RedisTarget): Promise<NodeSettings>;
  /**
   * Makes `replica` follow `master`, and lets the master keep at most `bufferBytes` for it: beyond that the copy begins anew, so that
   * a slow copy never takes the memory that the master's own data needs.
   * @throws DomainError `conflict` reason `format_unreadable` or `version_unknown` when the replica could not read its master: it keeps
   * what it has.
   */
  follow(input: { replica: RedisTarget; master: RedisTarget; bufferBytes: number }): Promise<void>;
  /**
   * Takes the gateway off `from`, lets no one write there any more, waits until `to` has every byte, and makes it the master that the
   * gateway follows: in this order, so that two masters can never be reached. Afterwards nobody can sign in to `from`.
   * @throws DomainError `conflict` reason `replication_behind` or `keys_differ`: `from` serves again, `to` is still its replica;
   * `unavailable` when either went away, or reason `handed_over` when `to` is a master already: ask `state` of `to` which of the two serves.
   */
  cutOver(input: {
    from: RedisTarget;
    to: RedisTarget;
    waitMs: number;
    gateway: GatewayTold;
  }): Promise<CutOver>;
  /** Lets no client reach the node or sign in there any more, also after it starts again. Answers what it ended with. */
  fence(target: RedisTarget, gateway: GatewayTold): Promise<Fenced>;
  /** Takes a fence away: people may sign in and the gateway follows the node again. One of a group takes writes while a replica is in step. */
  open(target: RedisTarget): Promise<void>;
  /** After a cut-over: keeps for the next start that the node is a master that lets people in. One that started again before did not take over. */
  settle(target: RedisTarget, login?: ReplicaLogin): Promise<void>;
  /** From now on, also after it starts again, the node takes writes only while a replica is in step. */
  requireReplica(target: RedisTarget): Promise<void>;
  /** Until the next start, or `requireReplica` or `open`, the node takes writes whoever follows it. */
  waiveReplica(target: RedisTarget): Promise<void>;
  /** Until the next start. A smaller size makes a node that evicts drop keys at once. */
  setMaxMemory(target: RedisTarget, maxMemoryBytes: number): Promise<void>;
};
