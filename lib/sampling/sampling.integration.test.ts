import { beforeEach, describe, expect, test } from "vitest";
import { withDatabase } from "@/tests/postgres";
import { addSampledDatabase, makeSampledWorld, type SampledWorld } from "@/tests/sampling";
import { letThrough } from "@/tests/workflow-world";
import { DomainError } from "../core/errors";
import { startOfStep } from "../core/stats/resolutions";
import { DAY_MS, MINUTE_MS } from "../core/units";
import { prisma } from "../db/client";
import { findDatabaseStats } from "../db/database-stats";
import { listEvents } from "../db/events";
import { listBands, listSeries } from "../db/stats";
import { beatWorker, deleteWorker } from "../db/workers";
import { keepPartitions, rollUpStats } from "./roll-up";
import { type Sampler, sampler } from "./round";

withDatabase();

const ROUND_MS = 10_000;
/** Rounds follow each other over all tests, as time does: a shard is sampled once a round. */
let nowMs = startOfStep(Date.now(), 15 * MINUTE_MS);
let world: SampledWorld;

beforeEach(async () => {
  world = makeSampledWorld();
  await keepPartitions(nowMs);
});

/** Runs rounds, ten seconds apart; `before` prepares each. Answers the time of the first. */
async function rounds(one: Sampler, count: number, before: (n: number) => void = () => {}): Promise<number> {
  const firstMs = nowMs + ROUND_MS;
  for (let n = 0; n < count; n++) {
    nowMs += ROUND_MS;
    world.clock.ms = nowMs;
    before(n);
    await one.round(nowMs);
  }
  return firstMs;
}

async function rowsOf(databaseId: string, fromMs: number) {
  const bands = await listBands("10s", { databaseIds: [databaseId], fromMs, toMs: nowMs + 1 });
  return (bands.get(databaseId) ?? []).map(({ mean }) => mean);
}

test("a round writes what container, volume, gateway and Redis say", async () => {
  const { databaseId, nodeId, node } = await addSampledDatabase(world);
  world.redisStats.setStats(node, {
    usedMemoryBytes: 5_000_000,
    keyspace: [{ database: 0, keys: 7, expiring: 1 }],
  });
  const fromMs = await rounds(sampler(world.deps()), 2, (n) =>
    world.containers.setReading(nodeId, { cpuNanoseconds: n * 5e9, swapBytes: 4_096 }),
  );
  const [first, second] = await rowsOf(databaseId, fromMs);
  expect(first).toMatchObject({
    cpuPercent: null,
    memoryBytes: 20_000_000,
    connections: 5,
    diskBytes: 40_960,
  });
  expect(second).toMatchObject({ cpuPercent: 50, swapBytes: 4_096, usedMemoryBytes: 5_000_000, keys: 7 });
  expect(await findDatabaseStats(databaseId)).toMatchObject({
    firstAt: new Date(fromMs),
    sampledAt: new Date(nowMs),
    answeredAt: new Date(nowMs),
    latest: { diskBytes: 40_960, highest: { memoryBytes: 20_000_000, swapBytes: 4_096 }, failure: null },
  });
});

test("one engine call and one INFO for each database and round", async () => {
  const { node, nodeId } = await addSampledDatabase(world);
  await rounds(sampler(world.deps()), 3);
  expect([world.containers.asked(nodeId), world.redisStats.asked(node)]).toEqual([3, 3]);
});

test("a silent node is a gap of its own, and what it last said stays with its time", async () => {
  const dead = await addSampledDatabase(world);
  const well = await addSampledDatabase(world);
  const one = sampler(world.deps());
  const beforeMs = await rounds(one, 1);
  world.redisStats.setFailure(dead.node, "silent");
  world.containers.setSilent(dead.nodeId);
  const fromMs = await rounds(one, 1);
  expect(await rowsOf(dead.databaseId, fromMs)).toEqual([]);
  expect(await rowsOf(well.databaseId, fromMs)).toHaveLength(1);
  const stats = await findDatabaseStats(dead.databaseId);
  expect(stats?.answeredAt).toEqual(new Date(beforeMs));
  expect(stats?.latest).toMatchObject({
    failure: expect.stringContaining("no answer"),
    redis: { clients: 3 },
  });
}, 60_000);

test("with the engine away Redis is still asked, and the sampler goes on by itself", async () => {
  const { databaseId } = await addSampledDatabase(world);
  const one = sampler(world.deps());
  world.containers.setReachable(false);
  const fromMs = await rounds(one, 1);
  world.containers.setReachable(true);
  await rounds(one, 1);
  const [away, back] = await rowsOf(databaseId, fromMs);
  expect(away).toMatchObject({ memoryBytes: null, cpuPercent: null, clients: 3 });
  expect(back).toMatchObject({ memoryBytes: 20_000_000, clients: 3 });
});

test("a restart begins the highest anew and draws no spike", async () => {
  const { databaseId, nodeId, node, resourceId } = await addSampledDatabase(world);
  const one = sampler(world.deps());
  const counters = {
    hits: 0,
    misses: 0,
    evictions: 0,
    expired: 0,
    rejected: 0,
    inputBytes: 0,
    outputBytes: 0,
  };
  const fromMs = await rounds(one, 2, (n) => {
    world.containers.setReading(nodeId, { usedBytes: 90_000_000, cpuNanoseconds: n * 1e9 });
    world.redisStats.setStats(node, { counters: { ...counters, hits: n * 100 } });
  });
  expect((await findDatabaseStats(databaseId))?.latest.highest?.memoryBytes).toBe(90_000_000);
  world.containers.remove(nodeId);
  world.containers.add({ containerId: `${resourceId}-n2`, serviceName: node, databaseId, role: "node" });
  world.containers.setReading(`${resourceId}-n2`, { cpuNanoseconds: 50e9 });
  world.redisStats.setStats(node, { runId: "run-2", counters: { ...counters, hits: 90_000 } });
  await rounds(one, 1);
  const rows = await rowsOf(databaseId, fromMs);
  expect(rows.map(({ cpuPercent, hitsPerSecond }) => [cpuPercent, hitsPerSecond])).toEqual([
    [null, null],
    [10, 10],
    [null, null],
  ]);
  expect((await findDatabaseStats(databaseId))?.latest.highest?.memoryBytes).toBe(20_000_000);
});

test("the highest outlives the worker", async () => {
  const { databaseId, nodeId } = await addSampledDatabase(world);
  world.containers.setReading(nodeId, { usedBytes: 70_000_000 });
  await rounds(sampler(world.deps()), 1);
  world.containers.setReading(nodeId, { usedBytes: 1_000_000 });
  await rounds(sampler(world.deps()), 1);
  expect((await findDatabaseStats(databaseId))?.latest.highest?.memoryBytes).toBe(70_000_000);
});

test("what has been away for a minute is asked now and then, and at once when its container runs here", async () => {
  const { databaseId, nodeId, node } = await addSampledDatabase(world);
  const one = sampler(world.deps());
  await rounds(one, 1);
  world.redisStats.setFailure(node, "gone");
  world.containers.remove(nodeId);
  await rounds(one, 6);
  expect(world.redisStats.asked(node)).toBe(7);
  const fromMs = await rounds(one, 9);
  expect(world.redisStats.asked(node)).toBe(10);
  expect(await rowsOf(databaseId, fromMs)).toEqual([]);
  expect((await findDatabaseStats(databaseId))?.latest.failure).toContain("does not answer");
  world.redisStats.setFailure(node, null);
  world.containers.add({ containerId: `${nodeId}-2`, serviceName: node, databaseId, role: "node" });
  const backMs = await rounds(one, 2);
  expect(world.redisStats.asked(node)).toBe(12);
  expect(await rowsOf(databaseId, backMs)).toHaveLength(2);
});

test("what runs on another host is seen again within three rounds", async () => {
  const { databaseId, nodeId, node } = await addSampledDatabase(world);
  const one = sampler(world.deps());
  world.containers.remove(nodeId);
  world.redisStats.setFailure(node, "gone");
  await rounds(one, 12);
  world.redisStats.setFailure(node, null);
  await rounds(one, 3);
  expect((await findDatabaseStats(databaseId))?.answeredAt).not.toBeNull();
  expect(await rowsOf(databaseId, nowMs - 1)).toHaveLength(1);
});

test("a round is of now, though one was written by a clock that was a year ahead", async () => {
  const { databaseId } = await addSampledDatabase(world);
  await prisma().$executeRaw`UPDATE stat_shards SET "roundAt" = ${new Date(nowMs + 365 * DAY_MS)}`;
  const fromMs = await rounds(sampler(world.deps()), 1);
  expect(await rowsOf(databaseId, fromMs)).toHaveLength(1);
});

describe("many workers", () => {
  test("each database is sampled once a round, by whichever of them", async () => {
    world.clock.ms = Date.now();
    await Promise.all(["worker-1", "worker-2"].map((id) => beatWorker(id, "here")));
    const databases = [];
    for (let n = 0; n < 12; n++) databases.push(await addSampledDatabase(world));
    const both = [sampler(world.deps("worker-1")), sampler(world.deps("worker-2"))];
    const byWorker: number[][] = [];
    // The first round may still belong to the worker of an earlier test.
    for (let n = 0; n < 4; n++) {
      nowMs += ROUND_MS;
      const shards = await Promise.all(both.map((one) => one.round(nowMs)));
      byWorker.push(shards.map(({ length }) => length));
      const all = shards.flat();
      expect(new Set(all).size).toBe(all.length);
    }
    expect(byWorker.at(-1)).toEqual([8, 8]);
    const asked = databases.map(({ node }) => world.redisStats.asked(node));
    expect(Math.max(...asked)).toBeLessThanOrEqual(4);
    const last = await Promise.all(databases.map(({ databaseId }) => rowsOf(databaseId, nowMs)));
    expect(last.map(({ length }) => length)).toEqual(Array(12).fill(1));

    await deleteWorker("worker-2");
    for (let n = 0; n < 3; n++) {
      nowMs += ROUND_MS;
      await both[0]?.round(nowMs);
    }
    const taken = await Promise.all(databases.map(({ databaseId }) => rowsOf(databaseId, nowMs)));
    expect(
      taken.map(({ length }) => length),
      "the other's are taken over",
    ).toEqual(Array(12).fill(1));
    await deleteWorker("worker-1");
  });
});

describe("roll-up", () => {
  test("a minute keeps least, mean and most; a quarter of an hour as well; a gap stays one", async () => {
    const { databaseId, node } = await addSampledDatabase(world);
    const one = sampler(world.deps("roll-up"));
    // So that no shard belongs to a worker of an earlier test.
    nowMs = startOfStep(nowMs, 15 * MINUTE_MS) + 15 * MINUTE_MS - ROUND_MS;
    await keepPartitions(nowMs);
    const fromMs = nowMs + ROUND_MS;
    await rounds(one, 12, (n) => world.redisStats.setStats(node, { clients: n }));
    nowMs = fromMs + 15 * MINUTE_MS;
    await rollUpStats(nowMs + 20_000, letThrough);
    await rollUpStats(nowMs + 20_000, letThrough);
    const span = { databaseId, measures: ["clients"] as const, fromMs, toMs: nowMs };
    const minutes = await listSeries({ ...span, resolution: "1m", stepMs: MINUTE_MS });
    expect(minutes).toEqual([
      { atMs: fromMs, samples: 6, low: [0], mean: [2.5], high: [5] },
      { atMs: fromMs + MINUTE_MS, samples: 6, low: [6], mean: [8.5], high: [11] },
    ]);
    const quarters = await listSeries({ ...span, resolution: "15m", stepMs: 15 * MINUTE_MS });
    expect(quarters).toEqual([{ atMs: fromMs, samples: 12, low: [0], mean: [5.5], high: [11] }]);
    const fine = await listSeries({ ...span, resolution: "10s", stepMs: ROUND_MS });
    expect(fine.map(({ mean }) => mean[0])).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
  });
});

describe("alerts", () => {
  test("fire after their duration, are told once, recover, and are events of the app", async () => {
    const { databaseId, node, app } = await addSampledDatabase(world);
    const one = sampler(world.deps("alerts"));
    await rounds(one, 3);
    const full = 250 * 1024 ** 2;
    world.redisStats.setStats(node, { usedMemoryBytes: full });
    await rounds(one, 35);
    expect(world.told).toEqual([["alert.fired", "memory"]]);
    // Another life of the worker goes on where it was.
    const next = sampler(world.deps("alerts"));
    world.redisStats.setStats(node, { usedMemoryBytes: 1_000_000 });
    await rounds(next, 2);
    expect(world.told.map(([event]) => event)).toEqual(["alert.fired", "alert.recovered"]);
    const events = (await listEvents({ appId: app.id, role: "own" }, { offset: 0, limit: 10 })).filter(
      ({ type }) => type.startsWith("alert"),
    );
    expect(events).toMatchObject([
      { type: "alert_recovered", data: { kind: "memory" } },
      { type: "alert_fired", data: { kind: "memory", value: 98 } },
    ]);
    expect(await findDatabaseStats(databaseId)).not.toBeNull();
  }, 90_000);

  test("a database that is down is told; Berth's own blindness is not", async () => {
    const { node } = await addSampledDatabase(world);
    const one = sampler(world.deps("down"));
    await rounds(one, 3);
    world.redisStats.setFailure(node, "gone");
    await rounds(one, 7);
    expect(world.told).toEqual([["alert.fired", "down"]]);
    const blind = makeSampledWorld();
    const reader = {
      ...blind.redisStats,
      readStats: async () => {
        throw new DomainError("unavailable", "link_unreachable", "The link does not run.");
      },
    };
    const other = sampler({ ...blind.deps("down"), redisStats: reader });
    await rounds(other, 8);
    expect(blind.told).toEqual([]);
  });

  test("one that is down is told while an import stays in step beside it, not while it copies", async () => {
    const { node, app, databaseId } = await addSampledDatabase(world);
    const { id } = await prisma().operation.create({
      data: { kind: "import", status: "running", appId: app.id, databaseId },
    });
    const one = sampler(world.deps("standing-by"));
    await rounds(one, 3);
    // Others of this file have come back by now.
    world.told.length = 0;
    world.redisStats.setFailure(node, "gone");
    await rounds(one, 7);
    expect(world.told).toEqual([]);
    await prisma().operation.update({ where: { id }, data: { isStandingBy: true } });
    await rounds(one, 7);
    expect(world.told).toEqual([["alert.fired", "down"]]);
  });
});
