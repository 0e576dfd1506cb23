import { expect, test } from "vitest";
import { StatsAnswer } from "./schemas";

/** Of an engine 20.10 on cgroup version 1. */
const VERSION_1 = {
  read: "2026-11-23T00:55:21.965826898Z",
  cpu_stats: {
    cpu_usage: { total_usage: 42_326_175, usage_in_kernelmode: 30_000_000, usage_in_usermode: 0 },
    system_cpu_usage: 26_313_330_000_000,
    online_cpus: 2,
  },
  memory_stats: {
    usage: 21_319_680,
    max_usage: 21_368_832,
    stats: { cache: 17_670_144, inactive_file: 1, total_inactive_file: 16_248_832, rss: 3_002_368 },
    limit: 134_217_728,
  },
};

/** Of an engine 28 on cgroup version 2. */
const VERSION_2 = {
  ...VERSION_1,
  memory_stats: {
    usage: 21_319_680,
    stats: { anon: 3_002_368, file: 17_670_144, inactive_file: 16_248_832, swapcached: 0 },
    limit: 134_217_728,
  },
};

const READING = {
  cpuNanoseconds: 42_326_175,
  usedBytes: 5_070_848,
  cacheBytes: 16_248_832,
  limitBytes: 134_217_728,
};

test.each([
  ["version 1", VERSION_1],
  ["version 2", VERSION_2],
])("cgroup %s: file cache is not counted as used", (_version, answer) => {
  expect(StatsAnswer.parse(answer)).toEqual({ atText: "2026-11-23T00:55:21.965826898Z", reading: READING });
});

test("a container that has ended has no figures, which is no answer", () => {
  expect(StatsAnswer.safeParse({ ...VERSION_1, memory_stats: {} }).success).toBe(false);
});
