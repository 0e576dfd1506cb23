import type { Knowledge } from "../core/availability/replace";
import type { Watched } from "../core/availability/sentinel";
import type { Said } from "../core/availability/state";
import type { RedisTarget } from "./redis-admin";
import type { GatewayTold } from "./redis-replication";

/** A group as all Sentinels of the instance know it. */
export type GroupQuestion = { sentinels: readonly RedisTarget[]; group: string };

/** Groups of nodes that fail over by themselves, and the Sentinels that watch over them. Every call ends within a few seconds. */
export type Groups = {
  /** The service of the node that two Sentinels name as the master; null when no two name the same, also while they are away. */
  master(question: GroupQuestion): Promise<string | null>;
  /** What a node says of itself; null while it is away or loads. */
  says(node: RedisTarget): Promise<Said>;
  /**
   * Takes the gateways off a master, has it make one of its replicas the master in its place, with every write that it has taken, and follow
   * it. Clients wait for that, some 2 s at most: answers how long. `from` stays closed to gateways: `open` it (`redis-replication.ts`). No Sentinel may know their group meanwhile.
   * @throws DomainError `conflict` reason `replication_behind` or `keys_differ` when it could not: the master is what it was, and open;
   * `unavailable` when one went away: ask `says` which of them is the master, and `open` it.
   */
  handOver(nodes: { from: RedisTarget; to: RedisTarget; gateway: GatewayTold }): Promise<{ pauseMs: number }>;
  /** Has a node follow the master with that service, also after it starts again. Safe to repeat. @throws DomainError `unavailable`. */
  follow(node: RedisTarget, master: string): Promise<void>;
  /** What one Sentinel watches, by name, in no order. @throws DomainError `unavailable`. */
  watched(sentinel: RedisTarget): Promise<string[]>;
  /** Has one Sentinel watch a group; `master` counts only for one that it does not know. Safe to repeat. @throws DomainError `unavailable`. */
  watch(sentinel: RedisTarget, watched: Watched): Promise<void>;
  /** What one Sentinel knows of a group; null for one that it does not watch. @throws DomainError `unavailable`. */
  knows(sentinel: RedisTarget, group: string): Promise<Knowledge | null>;
  /**
   * Has one Sentinel forget the replicas and the Sentinels of a group, and find those again that live: within some 10 s, in which it agrees
   * to no failover. @throws DomainError `unavailable`.
   */
  refresh(sentinel: RedisTarget, group: string): Promise<void>;
  /** Has one Sentinel forget a group; one that it does not know is forgotten. @throws DomainError `unavailable`. */
  forget(sentinel: RedisTarget, group: string): Promise<void>;
};
