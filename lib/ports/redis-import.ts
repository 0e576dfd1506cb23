import type { Server } from "../core/engines/replication";
import type { ImportProgress } from "../core/imports/progress";
import type { SourcePlace } from "../core/imports/relay";
import type { RedisTarget } from "./redis-admin";
import type { ReplicaLogin } from "./redis-replication";

/** A Redis outside of Berth, by its whole URL; the password in it makes it a secret. */
export type ImportSource = {
  url: string;
  /** False takes any certificate of a `rediss://` source, such as one that it signed itself. */
  isCertificateChecked: boolean;
};

/** What a source says of itself. Sizes in bytes; null where its user may not ask. */
export type SourceLook = {
  /** Such as `Redis 7.0.15`; null where it does not say. */
  name: string | null;
  /** The same as a version whose data another one may be able to follow, and its part as a master or a replica. */
  server: Server | null;
  role: "master" | "slave" | null;
  usedMemoryBytes: number | null;
  /** Keys of each database that is to be imported, by its number; one without any is missing. */
  keysByDatabase: Record<string, number>;
  /** The share of all its keys that those are; 1 for all. */
  share: number;
  isCluster: boolean;
  /** Types of the first keys that it tells, sorted. */
  types: string[];
  /** Names of the modules that it has loaded, sorted. */
  modules: string[];
  /** The format of its data, as DUMP writes it; null where DUMP is refused, or there is no key to try it with. */
  dataFormat: number | null;
  /** Commands that its user may not run, of those that a copy, or a replica, needs or gains by; sorted. */
  refusedCommands: string[];
};

/** Where a source is reached, and whose certificates are trusted there (PEM). */
export type SourcePlacing = { place: SourcePlace; authoritiesPem: string };

/** What a source says of itself as a master. Offsets and sizes in bytes; offsets compare under the same `replicationId` alone. */
export type SourceState = {
  server: Server;
  role: "master" | "slave";
  replicationId: string;
  offset: number;
  /** Over all databases. */
  keys: number;
  usedMemoryBytes: number;
};

/** What was compared: keys of each type, and those whose values were looked at too. */
export type ImportComparison = { keys: number; keysByType: Record<string, number>; sampledKeys: number };

/**
 * Copies from a Redis outside into a node, or lets the node follow it. Of the source only commands that read are ever asked, and those of a
 * replica.
 * @throws DomainError `unavailable` reason `source_unreachable`; `invalid` reason `address_refused` for an address that must not be
 * reached; `conflict` reason `source_refused` or `source_forbidden` with what it says; of the target what `RedisAdmin` says.
 */
export type RedisImports = {
  look(source: ImportSource): Promise<SourceLook>;
  /**
   * Copies every key with its time to live; what stands in the target under the same name is replaced. Goes on from `from`, or begins anew
   * where that means nothing any more. `report` is called after each batch that has arrived; what it throws ends the copy, and so does
   * `signal`, as if the source were away, even where it hangs.
   * @throws DomainError `conflict` reason `type_unsupported`, or `data_too_large` when the target is full.
   */
  copy(input: {
    source: ImportSource;
    target: RedisTarget;
    way: ImportProgress["way"];
    from: ImportProgress | null;
    /** At most so many keys a second; null for as many as there can be. */
    keysPerSecondMax: number | null;
    report: (progress: ImportProgress) => Promise<void>;
    signal: AbortSignal;
  }): Promise<ImportProgress>;
  /**
   * Looks for every key of the source in the target, counts both, and compares values of some keys whole.
   * What still follows the source has a moment to get what was written meanwhile. `report` is called after each batch, `signal` ends it. @throws DomainError `conflict` reason `keys_differ` that says what differs.
   */
  compare(input: {
    source: ImportSource;
    target: RedisTarget;
    isFollowing: boolean;
    report: (keys: number) => Promise<void>;
    signal: AbortSignal;
  }): Promise<ImportComparison>;
  /** The address that a connection to the source goes to now. @throws DomainError `invalid` reason `address_refused`; `unavailable`. */
  locate(source: ImportSource): Promise<SourcePlacing>;
  /** Asks the source by way of a relay, as a node would reach it. */
  stateThrough(input: { source: ImportSource; relayName: string }): Promise<SourceState>;
  /**
   * Makes the node a replica of the source by way of a relay: it drops what it has. Safe to repeat. @throws DomainError `conflict` reason
   * `format_unreadable`, `field_ttl` or `version_unknown` where it could not read what the source writes: it keeps what it has.
   */
  follow(input: { source: ImportSource; relayName: string; target: RedisTarget }): Promise<void>;
  /**
   * Ends that: the node is a master with what it has, also after its next start, and keeps nothing else of the source. One of a group signs in
   * by `login` once it is to follow another. Safe to repeat.
   */
  leave(target: RedisTarget, login?: ReplicaLogin): Promise<void>;
};
