import { Counter, Gauge, Registry } from "prom-client";
import type { DatabaseFigures, PlatformFigures } from "../../core/stats/platform-figures";

const LABELS = ["app", "database", "plan"];

const LEVELS: readonly { name: string; help: string; of: (figures: DatabaseFigures) => number | null }[] = [
  { name: "up", help: "1 when Redis answered in the last round", of: ({ isUp }) => Number(isUp) },
  {
    name: "cpu_ratio",
    help: "CPU time per time passed; 1 is one core all of the time",
    of: ({ cpuPercent }) => (cpuPercent === null ? null : cpuPercent / 100),
  },
  { name: "memory_bytes", help: "Memory of the container without file cache", of: (one) => one.memoryBytes },
  { name: "memory_limit_bytes", help: "Memory limit of the container", of: (one) => one.memoryLimitBytes },
  {
    name: "memory_highest_bytes",
    help: "Most memory since the last restart",
    of: (one) => one.memoryHighestBytes,
  },
  { name: "swap_bytes", help: "Swap of the container", of: (one) => one.swapBytes },
  { name: "disk_bytes", help: "Size of the data on disk", of: (one) => one.diskBytes },
  { name: "connections", help: "Connections at the gateway", of: (one) => one.connections },
  { name: "connections_max", help: "Connections that the plan allows", of: (one) => one.connectionsMax },
  { name: "redis_used_memory_bytes", help: "Memory that Redis uses", of: (one) => one.usedMemoryBytes },
  { name: "redis_max_memory_bytes", help: "Memory that Redis may use", of: (one) => one.maxMemoryBytes },
  {
    name: "redis_fragmentation_ratio",
    help: "Memory held to memory used",
    of: (one) => one.fragmentationRatio,
  },
  { name: "redis_clients", help: "Connections at Redis", of: (one) => one.clients },
  {
    name: "redis_commands_per_second",
    help: "Commands a second, as Redis says",
    of: (one) => one.opsPerSecond,
  },
  { name: "redis_keys", help: "Keys over all databases", of: (one) => one.keys },
  { name: "redis_replicas", help: "Connected replicas", of: (one) => one.replicas },
  {
    name: "redis_last_save_timestamp_seconds",
    help: "When Redis last saved",
    of: ({ lastSaveAtMs }) => (lastSaveAtMs === null ? null : lastSaveAtMs / 1_000),
  },
];

type Counted = keyof NonNullable<DatabaseFigures["counters"]>;

const COUNTS: readonly { name: string; help: string; of: Counted }[] = [
  { name: "redis_hits_total", help: "Reads that found their key", of: "hits" },
  { name: "redis_misses_total", help: "Reads that did not", of: "misses" },
  { name: "redis_evicted_keys_total", help: "Keys deleted to make room", of: "evictions" },
  { name: "redis_expired_keys_total", help: "Keys whose time was over", of: "expired" },
  { name: "redis_rejected_connections_total", help: "Connections that Redis refused", of: "rejected" },
  { name: "redis_input_bytes_total", help: "Bytes that Redis received", of: "inputBytes" },
  { name: "redis_output_bytes_total", help: "Bytes that Redis sent", of: "outputBytes" },
];

function addDatabases(registry: Registry, databases: readonly DatabaseFigures[]): void {
  for (const { name, help, of } of LEVELS) {
    const gauge = new Gauge({
      name: `berth_database_${name}`,
      help,
      labelNames: LABELS,
      registers: [registry],
    });
    for (const figures of databases) {
      const value = of(figures);
      if (value !== null) gauge.set(figures.labels, value);
    }
  }
  for (const { name, help, of } of COUNTS) {
    const counter = new Counter({
      name: `berth_database_${name}`,
      help,
      labelNames: LABELS,
      registers: [registry],
    });
    for (const { labels, counters } of databases) if (counters) counter.inc(labels, counters[of]);
  }
}

function addPlatform(registry: Registry, figures: PlatformFigures): void {
  const gauge = (name: string, help: string, value: number) =>
    new Gauge({ name: `berth_${name}`, help, registers: [registry] }).set(value);
  gauge("databases", "Databases that run", figures.databases.length);
  gauge("operations_queued", "Operations that no worker has taken yet", figures.queued);
  gauge("sampler_lag_seconds", "Time since every database was looked at", figures.samplerLagSeconds);
  gauge("workers", "Workers that live", figures.workers);
  const operations = new Gauge({
    name: "berth_operations",
    help: "Operations by kind and state",
    labelNames: ["kind", "status"],
    registers: [registry],
  });
  for (const { kind, status, count } of figures.operations) operations.set({ kind, status }, count);
}

/** The figures as Prometheus reads them. What is unknown is left out, so that it is a gap there too. */
export async function renderMetrics(
  figures: PlatformFigures,
): Promise<{ contentType: string; text: string }> {
  const registry = new Registry();
  addPlatform(registry, figures);
  addDatabases(registry, figures.databases);
  return { contentType: registry.contentType, text: await registry.metrics() };
}
