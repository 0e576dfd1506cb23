import type { LatestStats } from "./latest";
import { MEASURE_ROWS, type MeasureRow } from "./measures";

/** A database as it was last seen; null is what was never learnt. */
export type DatabaseFigures = {
  labels: { app: string; database: string; plan: string };
  /** Answered in the last round, which was not long ago. */
  isUp: boolean;
  connectionsMax: number | null;
  latest: Pick<LatestStats, "container" | "redis" | "highest" | "diskBytes" | "connections">;
};

/** A figure of a database as Prometheus names it, without the prefix. What is null is left out, so that it is a gap there too. */
type Figure = {
  name: string;
  help: string;
  type: "gauge" | "counter";
  of: (database: DatabaseFigures) => number | null;
};

function figureOf(row: MeasureRow): Figure {
  const { name, help } = row.prometheus;
  if (!("level" in row)) {
    const { counter } = row;
    return { name, help, type: "counter", of: ({ latest }) => latest.redis?.counters[counter] ?? null };
  }
  const { level, prometheus } = row;
  const of: Figure["of"] = ({ latest }) => {
    const value = level(latest);
    return value === null ? null : value * (prometheus.scale ?? 1);
  };
  return { name, help, type: "gauge", of };
}

/** Figures beside the measures: limits, highest values and moments. */
const OTHERS: readonly Omit<Figure, "type">[] = [
  { name: "up", help: "1 when Redis answered in the last round", of: ({ isUp }) => Number(isUp) },
  {
    name: "memory_limit_bytes",
    help: "Memory limit of the container",
    of: ({ latest }) => latest.container?.limitBytes ?? null,
  },
  {
    name: "memory_highest_bytes",
    help: "Most memory since the last restart",
    of: ({ latest }) => latest.highest?.memoryBytes ?? null,
  },
  {
    name: "connections_max",
    help: "Connections that the plan allows",
    of: ({ connectionsMax }) => connectionsMax,
  },
  {
    name: "redis_max_memory_bytes",
    help: "Memory that Redis may use",
    of: ({ latest }) => latest.redis?.maxMemoryBytes ?? null,
  },
  {
    name: "redis_last_save_timestamp_seconds",
    help: "When Redis last saved",
    of: ({ latest }) => {
      const atMs = latest.redis?.lastSaveAtMs ?? null;
      return atMs === null ? null : atMs / 1_000;
    },
  },
];

/** Everything that is told of a database. */
export const DATABASE_FIGURES: readonly Figure[] = [
  ...OTHERS.map((figure) => ({ ...figure, type: "gauge" as const })),
  ...MEASURE_ROWS.map(figureOf),
];

/** Everything there is to tell of Berth at a moment. */
export type PlatformFigures = {
  databases: DatabaseFigures[];
  operations: { kind: string; status: string; count: number }[];
  /** Operations that nobody has taken yet. */
  queued: number;
  samplerLagSeconds: number;
  workers: number;
};
