import { beforeAll, describe, expect, test } from "vitest";
import { makeContext, makeUser } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { addSampledDatabase, makeSampledWorld } from "@/tests/sampling";
import { SeriesInput } from "../../contract/stats";
import { MEASURES, nothingMeasured } from "../../core/stats/measures";
import { startOfStep } from "../../core/stats/resolutions";
import { bandOf } from "../../core/stats/roll-up";
import { HOUR_MS, MIB, MINUTE_MS } from "../../core/units";
import { setAlertState } from "../../db/alerts";
import { transaction } from "../../db/client";
import { insertEvent } from "../../db/events";
import { ensurePartitions } from "../../db/partitions";
import { insertBands, insertRound, setRollUp } from "../../db/stats";
import { keepPartitions } from "../../sampling/roll-up";
import { sampler } from "../../sampling/round";
import { listApps } from "../apps/list-apps";
import { getAdvice } from "./get-advice";
import { getSeries } from "./get-series";
import { getStats } from "./get-stats";
import { listAlerts } from "./list-alerts";
import { setAlert } from "./set-alert";

withDatabase();

const ROUND_MS = 10_000;
const world = makeSampledWorld();
beforeAll(async () => {
  await keepPartitions(Date.now());
  for (const table of ["stats_15m", "stats_1m"] as const)
    await ensurePartitions(table, {
      fromMs: Date.now() - 15 * 24 * HOUR_MS,
      toMs: Date.now(),
      partitionMs: 24 * HOUR_MS,
    });
});

const series = (input: object) => SeriesInput.parse(input);
/** A row with this many clients. */
const clients = (count: number) => ({ ...nothingMeasured(), clients: count });

test("a database that was never looked at has no data, and no zeros", async () => {
  const { ctx, resourceId } = await addSampledDatabase(world);
  expect(await getStats(ctx, { resourceId })).toEqual({
    firstAt: null,
    sampledAt: null,
    answeredAt: null,
    isCurrent: false,
    failure: null,
    container: null,
    diskBytes: null,
    server: null,
    connections: { current: null, limit: 200 },
  });
  const { firstAt, measures } = await getSeries(ctx, series({ resourceId }));
  expect(firstAt).toBeNull();
  expect(new Set(measures.clients.mean)).toEqual(new Set([null]));
  expect(await getAdvice(ctx, { resourceId })).toEqual([]);
});

test("what was last seen: current, highest and free; unreachable keeps it with its time", async () => {
  const { ctx, resourceId, nodeId, node } = await addSampledDatabase(world);
  const one = sampler(world.deps());
  const round = async (ms: number) => {
    world.clock.ms = ms;
    await one.round(ms);
  };
  const limit = 400 * MIB;
  const now = startOfStep(Date.now(), ROUND_MS);
  world.containers.setReading(nodeId, { usedBytes: 90 * MIB, swapBytes: 2 * MIB });
  await round(now - ROUND_MS);
  world.containers.setReading(nodeId, { usedBytes: 40 * MIB, swapBytes: 0, cpuNanoseconds: 1e9 });
  await round(now);
  expect(await getStats(ctx, { resourceId })).toMatchObject({
    isCurrent: true,
    container: {
      cpuPercent: 10,
      memory: { current: 40 * MIB, highest: 90 * MIB, free: limit - 40 * MIB, limit },
      swap: { current: 0, highest: 2 * MIB, free: limit, limit },
    },
    diskBytes: 40_960,
    connections: { current: 5, limit: 200 },
    server: { keys: 0, isLastSaveOk: true },
  });
  world.redisStats.setFailure(node, "gone");
  await round(now + ROUND_MS);
  const answeredAt = new Date(now).toISOString();
  expect(await getStats(ctx, { resourceId })).toMatchObject({
    isCurrent: false,
    answeredAt,
    failure: expect.stringContaining("does not answer"),
    server: { clients: 3, at: answeredAt },
  });
});

describe("series", () => {
  test("an hour in steps of ten seconds, a gap as one", async () => {
    const { ctx, resourceId, databaseId } = await addSampledDatabase(world);
    const now = startOfStep(Date.now(), ROUND_MS);
    for (const [ago, count] of [
      [30, 4],
      [20, 6],
      [0, 8],
    ] as const)
      await insertRound(now - ago * 1_000, [{ databaseId, measures: clients(count) }]);
    const { times, measures, stepMs, limits } = await getSeries(ctx, series({ resourceId }));
    expect(stepMs).toBe(ROUND_MS);
    expect(Object.keys(measures).sort()).toEqual([...MEASURES].sort());
    const at = times.indexOf(now - 30_000);
    expect(measures.clients.mean.slice(at, at + 4)).toEqual([4, 6, null, 8]);
    expect(limits).toMatchObject({ maxMemoryBytes: 256 * MIB, clientsMax: 200, cpuPercent: 25 });
  });

  test("a week ends with rows that are not rolled up yet", async () => {
    const { ctx, resourceId, databaseId } = await addSampledDatabase(world);
    const quarter = startOfStep(Date.now(), 15 * MINUTE_MS);
    const minute = startOfStep(Date.now(), MINUTE_MS);
    const long = startOfStep(Date.now() - 3 * 24 * HOUR_MS, 30 * MINUTE_MS);
    await insertBands("15m", long, [{ databaseId, band: { ...bandOf(clients(10)), samples: 90 } }]);
    await insertRound(startOfStep(Date.now(), ROUND_MS), [{ databaseId, measures: clients(77) }]);
    await setRollUp("15m", new Date(quarter));
    await setRollUp("1m", new Date(minute));
    const { times, measures, stepMs } = await getSeries(ctx, series({ resourceId, range: "7d" }));
    expect(stepMs).toBe(30 * MINUTE_MS);
    expect(measures.clients.mean[times.indexOf(long)]).toBe(10);
    expect(measures.clients.high.at(-1)).toBe(77);
  });

  test("marks are the database's events in the range", async () => {
    const { ctx, app, resourceId, databaseId } = await addSampledDatabase(world);
    const data = { resourceId, kind: "memory", value: 93 } as const;
    await transaction((tx) =>
      insertEvent(tx, { appId: app.id, databaseId, actorId: null }, { type: "alert_fired", data }),
    );
    const { marks } = await getSeries(ctx, series({ resourceId }));
    expect(marks.map(({ label }) => label)).toEqual(["New addon: plan 256m", "Alert fired: memory"]);
    const from = new Date(Date.now() - 5 * HOUR_MS).toISOString();
    const to = new Date(Date.now() - 4 * HOUR_MS).toISOString();
    expect((await getSeries(ctx, series({ resourceId, from, to }))).marks).toEqual([]);
  });

  test.each([
    [{ range: "2y" }, "range"],
    [{ from: "2026-01-01T00:00:00Z" }, "from"],
    [{ from: "yesterday", to: "2026-01-01T00:00:00Z" }, "from"],
    [{ from: "2026-01-01T00:00:00Z", to: "2026-01-01T00:01:00Z" }, "to"],
    [{ from: "2026-01-01T00:00:00Z", to: "2025-01-01T00:00:00Z" }, "to"],
    [{ from: "2025-01-01T00:00:00Z", to: "2026-01-01T00:00:00Z" }, "from"],
  ])("%o is refused at %s", (range, field) => {
    const parsed = SeriesInput.safeParse({ resourceId: "a-1", ...range });
    expect(parsed.error?.issues.map(({ path }) => path[0])).toContain(field);
  });
});

test("advice comes from the database's own past", async () => {
  const { ctx, resourceId, databaseId } = await addSampledDatabase(world);
  const end = startOfStep(Date.now(), 15 * MINUTE_MS);
  for (let ago = 4 * 96; ago > 0; ago -= 8) {
    const usedMemoryBytes = 250 * MIB - ago * 0.3 * MIB;
    const band = { ...bandOf({ ...nothingMeasured(), usedMemoryBytes }), samples: 90 };
    await insertBands("15m", end - ago * 15 * MINUTE_MS, [{ databaseId, band }]);
  }
  expect(await getAdvice(ctx, { resourceId })).toMatchObject([{ kind: "fills", isUrgent: true }]);
});

describe("alerts", () => {
  test("defaults hold until somebody changes one", async () => {
    const { ctx, resourceId } = await addSampledDatabase(world);
    const change = { resourceId, kind: "memory", isOn: false, threshold: 50, durationMinutes: 1 } as const;
    expect((await listAlerts(ctx, { resourceId })).map(({ kind, threshold }) => [kind, threshold])).toEqual([
      ["memory", 90],
      ["connections", 90],
      ["down", 0],
      ["evictions", 0],
    ]);
    const [memory] = await setAlert(ctx, change);
    expect(memory).toMatchObject({
      kind: "memory",
      isOn: false,
      threshold: 50,
      durationMinutes: 1,
      state: "well",
    });
    expect(await listAlerts(ctx, { resourceId })).toEqual(await setAlert(ctx, change));
  });

  test("one that fires shows on the database and on the app's list", async () => {
    const { ctx, app, resourceId, databaseId } = await addSampledDatabase(world);
    const state = { breachedAtMs: 1_000, firedAtMs: 61_000, value: 97 };
    await transaction((tx) => setAlertState(tx, { databaseId, kind: "memory" }, state));
    const [memory, connections] = await listAlerts(ctx, { resourceId });
    expect(memory).toMatchObject({ state: "firing", since: "1970-01-01T00:01:01.000Z", value: 97 });
    expect(connections).toMatchObject({ state: "well", since: null });
    const { apps } = await listApps(ctx, { q: "", page: 1 });
    expect(apps).toMatchObject([{ name: app.name, firingAlerts: 1 }]);
  });
});

test("a stranger's answer is the same as for a database that does not exist", async () => {
  const { resourceId } = await addSampledDatabase(world);
  const stranger = makeContext(await makeUser());
  for (const name of [resourceId, "no-such-1234"]) {
    const input = { resourceId: name };
    const rule = { ...input, kind: "memory", isOn: true, threshold: 1, durationMinutes: 1 } as const;
    for (const work of [
      () => getStats(stranger, input),
      () => getSeries(stranger, series(input)),
      () => getAdvice(stranger, input),
      () => listAlerts(stranger, input),
      () => setAlert(stranger, rule),
    ])
      await expect(work()).rejects.toMatchObject({ code: "not_found", reason: "database" });
  }
});
