import type { RedisTarget } from "./redis-admin";

/** What INFO tells of a server's work. Sizes in bytes; what `counters` holds only grows until the server starts anew. */
export type RedisStats = {
  /** Different after each start of the server. */
  runId: string;
  uptimeSeconds: number;
  role: "master" | "slave";
  usedMemoryBytes: number;
  usedMemoryPeakBytes: number;
  maxMemoryBytes: number;
  maxMemoryPolicy: string;
  fragmentationRatio: number;
  clients: number;
  opsPerSecond: number;
  counters: {
    hits: number;
    misses: number;
    evictions: number;
    expired: number;
    rejected: number;
    inputBytes: number;
    outputBytes: number;
  };
  /** Databases that hold keys, by number. */
  keyspace: { database: number; keys: number; expiring: number }[];
  replicas: number;
  /** Of a replica: whether it hears its master; null of a master. */
  isMasterLinkUp: boolean | null;
  lastSaveAt: Date | null;
  isLastSaveOk: boolean;
  changesSinceSave: number;
  isAofOn: boolean;
  /** False after a failed write or rewrite of the append-only file. */
  isAofOk: boolean;
};

/** Asks many servers again and again. Each answer is one INFO and ends within a few seconds. */
export type RedisStatsReader = {
  /** @throws DomainError `unavailable` while it is away, loading or too busy; `conflict` when it answers with a refusal. */
  readStats(target: RedisTarget): Promise<RedisStats>;
  /** Lets go of whatever is kept open. */
  close(): void;
};
