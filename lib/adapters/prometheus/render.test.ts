import { expect, test } from "vitest";
import type { DatabaseFigures } from "../../core/stats/platform-figures";
import { renderMetrics } from "./render";

const redis = {
  atMs: 0,
  uptimeSeconds: 60,
  role: "master",
  usedMemoryBytes: 40_000_000,
  usedMemoryPeakBytes: 4_500,
  maxMemoryBytes: 8_000,
  maxMemoryPolicy: "noeviction",
  fragmentationRatio: 1.5,
  clients: 4,
  opsPerSecond: 40,
  keyspace: [
    { database: 0, keys: 3, expiring: 0 },
    { database: 2, keys: 4, expiring: 1 },
  ],
  replicas: 0,
  isMasterLinkUp: null,
  lastSaveAtMs: 1_767_225_600_000,
  isLastSaveOk: true,
  changesSinceSave: 0,
  isAofOn: false,
  isAofOk: true,
  counters: { hits: 11, misses: 2, evictions: 3, expired: 5, rejected: 6, inputBytes: 1, outputBytes: 7 },
} as const;

const latest: DatabaseFigures["latest"] = {
  container: {
    atMs: 0,
    cpuPercent: 25,
    usedBytes: 5_000,
    limitBytes: 10_000,
    swapBytes: null,
    swapLimitBytes: null,
  },
  highest: { memoryBytes: 7_000, swapBytes: null },
  redis: { ...redis, keyspace: [...redis.keyspace] },
  diskBytes: 4_096,
  connections: 3,
};

const database: DatabaseFigures = {
  labels: { app: "shop", database: "shop-3030", plan: "1g" },
  isUp: true,
  connectionsMax: 1_000,
  latest,
};

const figures = {
  databases: [database],
  operations: [{ kind: "provision", status: "succeeded", count: 3 }],
  queued: 2,
  samplerLagSeconds: 4.5,
  workers: 1,
};

/** Names that dashboards and alerts are built on: none goes, none is renamed. */
const TOLD = {
  up: 1,
  memory_limit_bytes: 10_000,
  memory_highest_bytes: 7_000,
  connections_max: 1_000,
  redis_max_memory_bytes: 8_000,
  redis_last_save_timestamp_seconds: 1_767_225_600,
  cpu_ratio: 0.25,
  memory_bytes: 5_000,
  disk_bytes: 4_096,
  connections: 3,
  redis_used_memory_bytes: 40_000_000,
  redis_fragmentation_ratio: 1.5,
  redis_clients: 4,
  redis_commands_per_second: 40,
  redis_hits_total: 11,
  redis_misses_total: 2,
  redis_evicted_keys_total: 3,
  redis_expired_keys_total: 5,
  redis_rejected_connections_total: 6,
  redis_input_bytes_total: 1,
  redis_output_bytes_total: 7,
  redis_keys: 7,
  redis_replicas: 0,
};

test("databases and Berth itself, in the form that Prometheus reads", async () => {
  const { contentType, text } = await renderMetrics(figures);
  expect(contentType).toMatch(/^text\/plain; version=0\.0\.4/);
  const of = 'app="shop",database="shop-3030",plan="1g"';
  const lines = text.split("\n");
  const values = lines.flatMap((line) => /^berth_database_(\w+)\{(.*)\} (.*)$/.exec(line)?.slice(1) ?? []);
  expect(values.filter((value) => value !== of)).toEqual(
    Object.entries(TOLD).flatMap(([name, value]) => [name, String(value)]),
  );
  for (const line of [
    'berth_operations{kind="provision",status="succeeded"} 3',
    "berth_operations_queued 2",
    "berth_sampler_lag_seconds 4.5",
  ])
    expect(lines).toContain(line);
});

test("what is unknown is left out, never zero; and a second reading is not added to the first", async () => {
  await renderMetrics(figures);
  const { text } = await renderMetrics({
    ...figures,
    databases: [{ ...database, connectionsMax: null, latest: { ...latest, redis: null } }],
  });
  expect(text).not.toMatch(/^berth_database_swap_bytes\{/m);
  expect(text).not.toMatch(/^berth_database_connections_max\{/m);
  expect(text).not.toMatch(/^berth_database_redis_hits_total\{/m);
  expect(text).toMatch(/^berth_database_up\{.*\} 1$/m);
});
