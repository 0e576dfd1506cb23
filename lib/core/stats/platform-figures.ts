type Counters = {
  hits: number;
  misses: number;
  evictions: number;
  expired: number;
  rejected: number;
  inputBytes: number;
  outputBytes: number;
};

/** A database as it was last seen; null is what was never learnt. Sizes in bytes. */
export type DatabaseFigures = {
  labels: { app: string; database: string; plan: string };
  /** Answered in the last round, which was not long ago. */
  isUp: boolean;
  cpuPercent: number | null;
  memoryBytes: number | null;
  memoryLimitBytes: number | null;
  memoryHighestBytes: number | null;
  swapBytes: number | null;
  diskBytes: number | null;
  connections: number | null;
  connectionsMax: number | null;
  usedMemoryBytes: number | null;
  maxMemoryBytes: number | null;
  fragmentationRatio: number | null;
  clients: number | null;
  opsPerSecond: number | null;
  keys: number | null;
  replicas: number | null;
  lastSaveAtMs: number | null;
  counters: Counters | null;
};

/** Everything there is to tell of Berth at a moment. */
export type PlatformFigures = {
  databases: DatabaseFigures[];
  operations: { kind: string; status: string; count: number }[];
  /** Operations that nobody has taken yet. */
  queued: number;
  samplerLagSeconds: number;
  workers: number;
};
