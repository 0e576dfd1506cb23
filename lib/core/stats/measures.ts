import { fragmentationOf } from "./fragmentation";
import type { Seen } from "./seen";

/** How a value is written. Sizes in bytes, CPU in percent of one core. */
export type Unit = "percent" | "bytes" | "bytesPerSecond" | "perSecond" | "count" | "ratio";

/** A chart of the metrics page. */
export type ChartId =
  | "cpu"
  | "memory"
  | "data"
  | "disk"
  | "connections"
  | "commands"
  | "reads"
  | "gone"
  | "network"
  | "keys"
  | "fragmentation";

/** Keys over all databases of a server. */
export const keysOf = ({ keyspace }: { keyspace: readonly { keys: number }[] }): number =>
  keyspace.reduce((total, { keys }) => total + keys, 0);

type Row<Key extends string = string, Name extends string = string, Api extends string = string> = {
  key: Key;
  unit: Unit;
  /** Its line in a chart, from 1 on. */
  chart?: { in: ChartId; line: number; label: string };
  /** What the API calls it, where it has it. */
  api?: Api;
} & (
  | {
      /** Read as it stands. */
      level: (seen: Seen) => number | null;
      prometheus: { name: string; help: string; scale?: number };
    }
  | {
      /** A rate since the round before, of what the server counts and INFO calls `info`; Prometheus is told the count. */
      counter: Name;
      info: string;
      prometheus: { name: string; help: string };
    }
);

/**
 * What is measured of every database, in the order of its place in a stored row: a new one is added at the end, and none is ever
 * taken out or moved. Everything else that knows measures is derived from here.
 */
const ROWS = [
  {
    key: "cpuPercent",
    unit: "percent",
    level: ({ container }) => container?.cpuPercent ?? null,
    chart: { in: "cpu", line: 1, label: "CPU" },
    api: "cpu",
    prometheus: {
      name: "cpu_ratio",
      help: "CPU time per time passed; 1 is one core all of the time",
      scale: 1 / 100,
    },
  },
  {
    key: "memoryBytes",
    unit: "bytes",
    level: ({ container }) => container?.usedBytes ?? null,
    chart: { in: "memory", line: 1, label: "Memory" },
    api: "memory",
    prometheus: { name: "memory_bytes", help: "Memory of the container without file cache" },
  },
  {
    key: "swapBytes",
    unit: "bytes",
    level: ({ container }) => container?.swapBytes ?? null,
    chart: { in: "memory", line: 2, label: "Swap" },
    api: "swap",
    prometheus: { name: "swap_bytes", help: "Swap of the container" },
  },
  {
    key: "diskBytes",
    unit: "bytes",
    level: ({ diskBytes }) => diskBytes,
    chart: { in: "disk", line: 1, label: "Disk" },
    api: "disk",
    prometheus: { name: "disk_bytes", help: "Size of the data on disk" },
  },
  {
    key: "connections",
    unit: "count",
    level: ({ connections }) => connections,
    chart: { in: "connections", line: 1, label: "Connections" },
    api: "connections",
    prometheus: { name: "connections", help: "Connections at the gateway" },
  },
  {
    key: "usedMemoryBytes",
    unit: "bytes",
    level: ({ redis }) => redis?.usedMemoryBytes ?? null,
    chart: { in: "data", line: 1, label: "Used" },
    prometheus: { name: "redis_used_memory_bytes", help: "Memory that Redis uses" },
  },
  {
    key: "fragmentationRatio",
    unit: "ratio",
    level: ({ redis }) => redis && fragmentationOf(redis),
    chart: { in: "fragmentation", line: 1, label: "Held to used" },
    prometheus: { name: "redis_fragmentation_ratio", help: "Memory held to memory used, from 10 MiB on" },
  },
  {
    key: "clients",
    unit: "count",
    level: ({ redis }) => redis?.clients ?? null,
    prometheus: { name: "redis_clients", help: "Connections at Redis, those of Berth itself too" },
  },
  {
    key: "opsPerSecond",
    unit: "perSecond",
    level: ({ redis }) => redis?.opsPerSecond ?? null,
    chart: { in: "commands", line: 1, label: "Commands" },
    api: "ops",
    prometheus: { name: "redis_commands_per_second", help: "Commands a second, without Berth's own" },
  },
  {
    key: "hitsPerSecond",
    unit: "perSecond",
    counter: "hits",
    info: "keyspace_hits",
    chart: { in: "reads", line: 1, label: "Hits" },
    prometheus: { name: "redis_hits_total", help: "Reads that found their key" },
  },
  {
    key: "missesPerSecond",
    unit: "perSecond",
    counter: "misses",
    info: "keyspace_misses",
    chart: { in: "reads", line: 2, label: "Misses" },
    prometheus: { name: "redis_misses_total", help: "Reads that did not" },
  },
  {
    key: "evictionsPerSecond",
    unit: "perSecond",
    counter: "evictions",
    info: "evicted_keys",
    chart: { in: "gone", line: 2, label: "Evicted" },
    prometheus: { name: "redis_evicted_keys_total", help: "Keys deleted to make room" },
  },
  {
    key: "expiredPerSecond",
    unit: "perSecond",
    counter: "expired",
    info: "expired_keys",
    chart: { in: "gone", line: 1, label: "Expired" },
    prometheus: { name: "redis_expired_keys_total", help: "Keys whose time was over" },
  },
  {
    key: "rejectedPerSecond",
    unit: "perSecond",
    counter: "rejected",
    info: "rejected_connections",
    chart: { in: "gone", line: 3, label: "Refused" },
    prometheus: { name: "redis_rejected_connections_total", help: "Connections that Redis refused" },
  },
  {
    key: "inputBytesPerSecond",
    unit: "bytesPerSecond",
    counter: "inputBytes",
    info: "total_net_input_bytes",
    chart: { in: "network", line: 1, label: "In" },
    prometheus: { name: "redis_input_bytes_total", help: "Bytes that Redis received, from Berth itself too" },
  },
  {
    key: "outputBytesPerSecond",
    unit: "bytesPerSecond",
    counter: "outputBytes",
    info: "total_net_output_bytes",
    chart: { in: "network", line: 2, label: "Out" },
    prometheus: { name: "redis_output_bytes_total", help: "Bytes that Redis sent, to Berth itself too" },
  },
  {
    key: "keys",
    unit: "count",
    level: ({ redis }) => redis && keysOf(redis),
    chart: { in: "keys", line: 1, label: "Keys" },
    api: "keys",
    prometheus: { name: "redis_keys", help: "Keys over all databases" },
  },
  {
    key: "replicas",
    unit: "count",
    level: ({ redis }) => redis?.replicas ?? null,
    prometheus: { name: "redis_replicas", help: "Connected replicas" },
  },
] as const satisfies readonly Row[];

type Known = (typeof ROWS)[number];
/** Name of a measure. */
export type Measure = Known["key"];
/** Name of a number that only grows while Redis runs; its measure is the rate of it. */
export type Counter = Extract<Known, { counter: string }>["counter"];
/** What the API calls a measure; not every measure has such a name. */
export type ApiMeasure = Extract<Known, { api: string }>["api"];

/** A row of the table, with names that are known. */
export type MeasureRow = Row<Measure, Counter, ApiMeasure>;
/** All measures, in the order of their place in a stored row. */
export const MEASURE_ROWS: readonly MeasureRow[] = ROWS;

/** Names of all measures, in the order of their place in a stored row. */
export const MEASURES: readonly Measure[] = ROWS.map(({ key }) => key);

/** One round of a database; null is what could not be learnt, never a zero in its place. */
export type Measures = Record<Measure, number | null>;

/** The value of each measure by its row. */
export const measuresBy = (of: (row: MeasureRow) => number | null): Measures =>
  // fromEntries forgets the names; every measure is among them.
  Object.fromEntries(MEASURE_ROWS.map((row) => [row.key, of(row)])) as Measures;

/** What is known of no measure. */
export const nothingMeasured = (): Measures => measuresBy(() => null);

/** What the server counts since its start, by name, with what INFO calls it. */
const COUNTERS: readonly { name: Counter; info: string }[] = ROWS.flatMap((row) =>
  "counter" in row ? [{ name: row.counter, info: row.info }] : [],
);

/** The value of each counter by its name in INFO. */
export const countersBy = <T>(of: (info: string) => T): Record<Counter, T> =>
  // fromEntries forgets the names; every counter is among them.
  Object.fromEntries(COUNTERS.map(({ name, info }) => [name, of(info)])) as Record<Counter, T>;
