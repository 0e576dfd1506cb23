// A worker that samples, run by `sampling.ts` as a process of its own: everything the real one holds, and what it asks is in memory.

import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import pMap from "p-map";
import { memoryContainers } from "../lib/adapters/docker/memory/container-stats";
import { memoryRedisStats } from "../lib/adapters/redis/memory-stats";
import { redisStats } from "../lib/adapters/redis/stats";
import { gatewayName, nodeName } from "../lib/core/databases/names";
import { berthTarget } from "../lib/core/databases/users";
import { DomainError } from "../lib/core/errors";
import { ROUND_MS, startOfStep } from "../lib/core/stats/resolutions";
import { HOUR_MS, MINUTE_MS } from "../lib/core/units";
import { listSampledDatabases } from "../lib/db/sampled-databases";
import { SHARDS } from "../lib/db/stat-shards";
import { aloneKeeper } from "../lib/runtime/alone";
import { config } from "../lib/runtime/config";
import { platform } from "../lib/runtime/container";
import { ensureInstance } from "../lib/runtime/instance";
import { shiftOf } from "../lib/runtime/shift";
import { startWorkflowEngine } from "../lib/runtime/workflow-engine";
import { keepPartitions, rollUpStats } from "../lib/sampling/roll-up";
import { sampler } from "../lib/sampling/round";
import { percentile } from "./figures";
import { type Sampled, Setup } from "./sampled";

const ROUNDS = 30;
const settings = config();
const { linkOfStub, isAnswering } = Setup.parse(JSON.parse(process.argv[2] ?? ""));

await ensureInstance(settings);
const { databaseUrl, ...world } = platform();
// Left to itself a worker brings back on the engine what is missing of its databases; of these nothing was ever there.
const away = async () => {
  throw new DomainError("unavailable", "engine_unreachable", "There is no engine here.");
};
const stop = await startWorkflowEngine({
  world: { ...world, engine: { ...world.engine, listResources: away } },
  databaseUrl,
  workerId: settings.BERTH_WORKER_ID,
  shift: shiftOf(settings.BERTH_WORKER_ID, "bench"),
  keepLink: async () => {},
});

const databases = await listSampledDatabases(Array.from({ length: SHARDS }, (_, shard) => shard));
const containers = memoryContainers();
const inMemory = memoryRedisStats();
for (const { id: databaseId, resourceId } of databases) {
  const name = { instance: world.instance, resourceId };
  const service = nodeName(name, 1);
  if (!isAnswering) {
    inMemory.setFailure(service, "gone");
    continue;
  }
  containers.add({ containerId: randomUUID(), serviceName: service, databaseId, role: "node" });
  containers.add({ containerId: randomUUID(), serviceName: gatewayName(name), databaseId, role: "gateway" });
  containers.setVolume(service, 40_960);
}

// A round is taken once: those of a second run come after those of the first.
let nowMs = startOfStep(Date.now(), MINUTE_MS) + (isAnswering ? 0 : HOUR_MS);
const alone = aloneKeeper();
const { round } = sampler({
  ...world,
  workerId: settings.BERTH_WORKER_ID,
  cipher: { decrypt: (text) => text },
  containers,
  redisStats: inMemory,
  log: { info: () => {}, warn: () => {} },
  alone,
  now: () => nowMs,
});
await keepPartitions(nowMs);
const roundMs: number[] = [];
let cpuMicroseconds = 0;
let residentBytes = 0;
// Rounds one after the other: their work is what counts, not the pauses in between.
for (let n = 0; n <= ROUNDS; n++) {
  nowMs += ROUND_MS;
  const [startedAt, cpu] = [performance.now(), process.cpuUsage()];
  await round(nowMs);
  await rollUpStats(nowMs, alone);
  const used = process.cpuUsage(cpu);
  residentBytes = Math.max(residentBytes, process.memoryUsage().rss);
  // The first round reads everything anew and warms up.
  if (n === 0) continue;
  roundMs.push(performance.now() - startedAt);
  cpuMicroseconds += used.user + used.system;
  await delay(1);
}

// What the real worker holds besides: its connections to those who answer, which are kept from round to round.
const reader = redisStats(async () => linkOfStub);
for (let n = 0; n < 3; n++) {
  await pMap(
    isAnswering ? databases : [],
    ({ resourceId }) =>
      reader.readStats(berthTarget(nodeName({ instance: world.instance, resourceId }, 1), "password")),
    { concurrency: 50 },
  );
  residentBytes = Math.max(residentBytes, process.memoryUsage().rss);
}
const sampled: Sampled = {
  cores: cpuMicroseconds / 1_000 / (roundMs.length * ROUND_MS),
  roundP95Ms: percentile(roundMs, 0.95),
  slowestRoundMs: Math.max(...roundMs),
  residentMb: residentBytes / 1e6,
};
console.log(JSON.stringify(sampled));
reader.close();
await stop();
process.exit(0);
