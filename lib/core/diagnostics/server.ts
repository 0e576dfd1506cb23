/** A command that took long. `command` is shortened, and secrets are hidden. */
export type SlowCommand = { id: number; at: Date; ms: number; command: string; client: string; name: string };

/** Slowest commands of a server, newest first, and from which time on they are noted; null when they are not. */
export type SlowLog = { entries: SlowCommand[]; thresholdMs: number | null; max: number };

/** A connection of somebody else than the platform. `library` is null where the version or the client does not tell it. */
export type ClientRow = {
  id: string;
  address: string;
  name: string;
  user: string;
  library: string | null;
  ageSeconds: number;
  idleSeconds: number;
  database: number;
  lastCommand: string;
  memoryBytes: number | null;
};

/** How long a command takes on the server, since its statistics began. Percentiles are null for a version that keeps none. */
export type CommandTimes = {
  command: string;
  calls: number;
  meanMs: number;
  shareRatio: number;
  p50Ms: number | null;
  p99Ms: number | null;
};

/** A kind of delay that the server noted by itself. */
export type LatencyEvent = { name: string; at: Date; latestMs: number; highestMs: number };

/** `pingMs` are rounds from Berth to the server; commands that took most time come first. */
export type Latency = {
  pingMs: number[];
  commands: CommandTimes[];
  events: LatencyEvent[];
  monitorMs: number;
};
