import { expect, test } from "vitest";
import type { DatabaseFigures } from "../../core/stats/platform-figures";
import { renderMetrics } from "./render";

const database: DatabaseFigures = {
  labels: { app: "shop", database: "shop-3030", plan: "1g" },
  isUp: true,
  cpuPercent: 25,
  memoryBytes: 5_000,
  memoryLimitBytes: 10_000,
  memoryHighestBytes: 7_000,
  swapBytes: null,
  diskBytes: 4_096,
  connections: 3,
  connectionsMax: 1_000,
  usedMemoryBytes: 4_000,
  maxMemoryBytes: 8_000,
  fragmentationRatio: 1.5,
  clients: 4,
  opsPerSecond: 40,
  keys: 7,
  replicas: 0,
  lastSaveAtMs: 1_767_225_600_000,
  counters: { hits: 11, misses: 2, evictions: 0, expired: 0, rejected: 0, inputBytes: 1, outputBytes: 2 },
};

const figures = {
  databases: [database],
  operations: [{ kind: "provision", status: "succeeded", count: 3 }],
  queued: 2,
  samplerLagSeconds: 4.5,
  workers: 1,
};

test("databases and Berth itself, in the form that Prometheus reads", async () => {
  const { contentType, text } = await renderMetrics(figures);
  expect(contentType).toMatch(/^text\/plain; version=0\.0\.4/);
  const of = 'app="shop",database="shop-3030",plan="1g"';
  const lines = text.split("\n");
  for (const line of [
    `berth_database_up{${of}} 1`,
    `berth_database_cpu_ratio{${of}} 0.25`,
    `berth_database_memory_bytes{${of}} 5000`,
    `berth_database_redis_hits_total{${of}} 11`,
    `berth_database_redis_last_save_timestamp_seconds{${of}} 1767225600`,
    'berth_operations{kind="provision",status="succeeded"} 3',
    "berth_operations_queued 2",
    "berth_sampler_lag_seconds 4.5",
  ])
    expect(lines).toContain(line);
});

test("what is unknown is left out, never zero; and a second reading is not added to the first", async () => {
  await renderMetrics(figures);
  const { text } = await renderMetrics({ ...figures, databases: [{ ...database, counters: null }] });
  expect(text).not.toMatch(/^berth_database_swap_bytes\{/m);
  expect(text).not.toMatch(/^berth_database_redis_hits_total\{/m);
  expect(text).toMatch(/^berth_database_up\{.*\} 1$/m);
});
