import { afterEach, describe, expect, test } from "vitest";
import { makeDatabase } from "@/tests/change-world";
import { durableRunner } from "@/tests/durable";
import { INSTANCE, makeContext, makeUser } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { letThrough } from "@/tests/workflow-world";
import { ListAuditInput } from "../../contract/audit";
import type { ReleaseWaveView } from "../../contract/releases";
import { WINDOW_HOURS } from "../../core/maintenance/week";
import { DAY_MS, GIB, HOUR_MS, MINUTE_MS } from "../../core/units";
import { prisma } from "../../db/client";
import { handOff } from "../../workflows/hand-off";
import { listAudit } from "../audit/list-audit";
import { cancelMaintenance } from "../maintenance/cancel-maintenance";
import { runDueMaintenances } from "../maintenance/run-due";
import { setWindow } from "../maintenance/set-window";
import { getReleases } from "./get-releases";
import { runReleaseWaves } from "./run-release-waves";
import { stopReleaseUpgrade } from "./stop-release-upgrade";
import { upgradeRelease } from "./upgrade-release";

withDatabase();
afterEach(() => prisma().$executeRaw`TRUNCATE "apps", "users", "release_waves", "events" CASCADE`);

const RELEASE = { engine: "redis", version: "8.0.2" };
const NEWER = "berth-redis:8.0.2-3-deb13u3";

/** Three databases of an older build beside a newer one, and an administrator who owns none of them. */
async function makeBehind() {
  const made = await makeDatabase();
  const names = [made.resourceId];
  for (let more = 0; more < 2; more++) names.push((await made.addRunning()).resourceId);
  for (const name of names)
    for (const server of [`${INSTANCE}-${name}-node-2`, `${INSTANCE}-${name}`])
      made.redis.setInfo(server, { maxMemoryBytes: GIB / 4 });
  const createdAt = new Date();
  made.engine.addBuild({ image: NEWER, imageId: "sha256:1", build: "b", builtFrom: "here", createdAt });
  const person = await makeUser({ isAdmin: true });
  const admin = makeContext(person, { engine: made.engine, redis: made.ctx.redis });
  const seen = async (): Promise<ReleaseWaveView | null> =>
    (await getReleases(admin)).find(({ version }) => version === RELEASE.version)?.wave ?? null;
  return {
    made,
    names: names.toSorted(),
    person,
    admin,
    seen,
    begin: (when: "now" | "windows" = "now", atOnce = 1) =>
      upgradeRelease(admin, { ...RELEASE, when, atOnce }),
    /** What a worker does every few seconds. */
    round: () => runReleaseWaves(admin, new Date(), letThrough),
    due: (at: number) => runDueMaintenances(made.ctx, new Date(at), letThrough),
    /** Runs what is under way of the wave to its end. */
    run: async (options?: object) => {
      for (const { operationId, status } of (await seen())?.parts ?? [])
        if (operationId && (status === "queued" || status === "running"))
          await durableRunner(made.world).run(handOff, operationId, options);
    },
    states: async () =>
      Object.fromEntries(((await seen())?.parts ?? []).map(({ resourceId, status }) => [resourceId, status])),
    told: async () =>
      (await listAudit(admin, ListAuditInput.parse({}))).entries
        .filter(({ on }) => on === "Redis 8.0.2")
        .map(({ who, what }) => `${who === person.email ? "she" : who} ${what}`),
    images: async () =>
      (await prisma().node.findMany({ where: { status: "active" } })).map(({ image }) => image),
  };
}

test("a highly available database is one of them", async () => {
  const { names, begin, round, seen } = await makeBehind();
  const [first, second] = names;
  await prisma().node.updateMany({
    where: { database: { addon: { resourceId: first } } },
    data: { groupNumber: 1 },
  });
  await begin("now", 2);
  await round();
  expect((await seen())?.parts.map(({ resourceId }) => resourceId)).toEqual([first, second]);
});

test("all databases take the newest build, one after another, and then it is done", async () => {
  const { names, begin, round, run, seen, told, images } = await makeBehind();
  await begin();
  for (const count of [1, 2, 3]) {
    await round();
    await round();
    expect((await seen())?.parts).toHaveLength(count);
    await run();
  }
  await round();
  expect(await seen()).toMatchObject({ status: "done", when: "now", endedAt: expect.any(String) });
  expect((await seen())?.parts.map(({ resourceId }) => resourceId)).toEqual(names);
  expect(await images()).toEqual([NEWER, NEWER, NEWER]);
  expect(await told()).toEqual([
    "Berth upgraded all databases of Redis 8.0.2 to its newest build: 3.",
    "she began to upgrade all databases of Redis 8.0.2 to its newest build.",
  ]);
  await expect(begin()).rejects.toMatchObject({ code: "conflict", reason: "nothing_newer" });
});

test("the first that fails stops it and says so; what waits is not begun, and asked for again it goes on", async () => {
  const { names, begin, round, run, seen, told, images } = await makeBehind();
  await begin();
  await round();
  await run({ failAt: "start-node" });
  await round();
  await round();
  expect(await seen()).toMatchObject({
    status: "failed",
    reason: `${names[0]} could not be upgraded: This step was made to fail.`,
  });
  expect((await seen())?.parts).toHaveLength(1);
  expect(await images()).not.toContain(NEWER);
  expect((await told())[0]).toMatch(/^Berth stopped the upgrade of all .* at the first that failed: /);
  await begin();
  await round();
  expect(await seen()).toMatchObject({ status: "running", parts: [{ status: "queued" }] });
});

test.each([1, 2])("%i at a time, also by two workers at once", async (atOnce) => {
  const { begin, round, seen } = await makeBehind();
  await begin("now", atOnce);
  await Promise.all([round(), round(), round()]);
  await round();
  expect((await seen())?.parts).toHaveLength(atOnce);
});

test("stopped, it begins nothing more, and what is under way goes on", async () => {
  const { admin, begin, round, run, seen, told } = await makeBehind();
  await begin();
  await round();
  await stopReleaseUpgrade(admin, RELEASE);
  await run();
  await round();
  expect(await seen()).toMatchObject({ status: "stopped", parts: [{ status: "succeeded" }] });
  expect((await told())[0]).toBe("she stopped the upgrade of all databases of Redis 8.0.2.");
  await expect(stopReleaseUpgrade(admin, RELEASE)).rejects.toMatchObject({ code: "not_found" });
});

describe("in the maintenance windows", () => {
  /** All wait for the same window. */
  async function makeWaiting(atOnce = 1) {
    const world = await makeBehind();
    const { names, made, begin, round, seen } = world;
    for (const resourceId of names) await setWindow(made.ctx, { resourceId, weekdayUtc: 2, hourUtc: 3 });
    await begin("windows", atOnce);
    await round();
    await round();
    const opens = Date.parse((await seen())?.parts[0]?.windowAt ?? "");
    return { ...world, opens };
  }

  test("apps are told a day ahead, so many are upgraded at once, and it is done with the last", async () => {
    const { opens, due, round, run, seen, states, names } = await makeWaiting(2);
    expect(Object.values(await states())).toEqual(["waiting", "waiting", "waiting"]);
    await due(opens - DAY_MS);
    await due(opens);
    expect(Object.values(await states()).toSorted()).toEqual(["queued", "queued", "waiting"]);
    const waiting = await prisma().maintenance.findFirstOrThrow({ where: { status: "queued" } });
    expect(waiting.reason).toContain("so many at once");
    await run();
    await due(opens + MINUTE_MS);
    await due(opens + 2 * MINUTE_MS);
    await run();
    await due(opens + 3 * MINUTE_MS);
    await round();
    expect(await seen()).toMatchObject({ status: "done", when: "windows" });
    expect(Object.keys(await states()).toSorted()).toEqual(names);
  });

  test("the first that fails stops it: in the same minute no other begins, and what waits is taken back and told", async () => {
    const { opens, due, round, run, seen, states } = await makeWaiting();
    await due(opens - DAY_MS);
    await due(opens);
    await run({ failAt: "start-node" });
    await due(opens + MINUTE_MS);
    await due(opens + 2 * MINUTE_MS);
    expect(Object.values(await states()).toSorted()).toEqual(["failed", "waiting", "waiting"]);
    await round();
    expect(await seen()).toMatchObject({
      status: "failed",
      reason: expect.stringContaining("This step was made to fail."),
    });
    expect(Object.values(await states()).toSorted()).toEqual(["failed", "left-out", "left-out"]);
    const cancelled = { type: "cancel_database_maintenance", actorId: null };
    expect(await prisma().event.count({ where: cancelled })).toBe(2);
    expect(await prisma().operation.count({ where: { kind: "upgrade" } })).toBe(1);
  });

  test("one whose turn does not come in a crowded window is upgraded in the next one, of which its app is told", async () => {
    const { opens, due, round, run, seen, states } = await makeWaiting(2);
    const week = 7 * DAY_MS;
    await due(opens - DAY_MS);
    await due(opens);
    await due(opens + WINDOW_HOURS * HOUR_MS);
    await round();
    expect(Object.values(await states()).toSorted()).toEqual(["queued", "queued", "waiting"]);
    expect((await seen())?.status).toBe("running");
    const late = await prisma().maintenance.findFirstOrThrow({ where: { status: "scheduled" } });
    expect(late).toMatchObject({
      windowAt: new Date(opens + week),
      reason: expect.stringContaining("window closed while others"),
    });
    const told = { databaseId: late.databaseId, actorId: null };
    expect(await prisma().event.findMany({ where: told, orderBy: { createdAt: "asc" } })).toMatchObject([
      { type: "plan_database_maintenance" },
      { type: "schedule_database_maintenance", data: { windowAt: late.windowAt.toISOString() } },
    ]);
    await run();
    await due(opens + week - DAY_MS);
    await due(opens + week);
    await run();
    await due(opens + week + MINUTE_MS);
    await round();
    expect(await seen()).toMatchObject({ status: "done" });
    expect(Object.values(await states())).toEqual(["succeeded", "succeeded", "succeeded"]);
  });

  test("what is in the way of a database itself fails with its window, and ends the wave", async () => {
    const { opens, due, round, seen, made } = await makeWaiting(8);
    const [host] = made.engineWorld.hosts;
    if (host) host.memoryBytes = 1;
    await due(opens - DAY_MS);
    await due(opens);
    await due(opens + WINDOW_HOURS * HOUR_MS);
    await round();
    expect(await seen()).toMatchObject({ status: "failed", reason: expect.stringContaining("No host has") });
  });

  test("a database that was removed, or whose people took it back, is left out", async () => {
    const { made, names, opens, due, round, run, seen, states } = await makeWaiting(8);
    const [first = "", second = ""] = names;
    const maintenance = await prisma().maintenance.findFirstOrThrow({
      where: { database: { addon: { resourceId: first } } },
    });
    await cancelMaintenance(made.ctx, { resourceId: first, maintenanceId: maintenance.id });
    await prisma().addon.update({
      where: { resourceId: second },
      data: { status: "removed", removedAt: new Date() },
    });
    await due(opens - DAY_MS);
    await due(opens);
    await run();
    await due(opens + MINUTE_MS);
    await round();
    expect(await seen()).toMatchObject({ status: "done" });
    expect(Object.values(await states()).toSorted()).toEqual(["left-out", "left-out", "succeeded"]);
  });

  test("stopped, it takes back what waits", async () => {
    const { admin, states } = await makeWaiting();
    await stopReleaseUpgrade(admin, RELEASE);
    expect(Object.values(await states())).toEqual(["left-out", "left-out", "left-out"]);
    expect(await prisma().maintenance.count({ where: { endedAt: null } })).toBe(0);
  });
});

test("without whoever asked for it, it ends with the reason", async () => {
  const { person, begin, round, seen } = await makeBehind();
  await begin();
  await prisma().user.update({ where: { id: person.id }, data: { isAdmin: false } });
  await round();
  expect(await seen()).toMatchObject({
    status: "failed",
    reason: expect.stringContaining("no administrator any more"),
  });
});

test("it is refused where it cannot be, and to everybody but administrators", async () => {
  const { made, admin, begin } = await makeBehind();
  const wanted = { ...RELEASE, when: "now", atOnce: 1 } as const;
  await expect(upgradeRelease(admin, { ...wanted, version: "9.9.9" })).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(upgradeRelease(admin, { ...wanted, version: "7.0.15" })).rejects.toMatchObject({
    reason: "nothing_newer",
    message: expect.stringContaining("bin/admin engines build redis:7.0.15"),
  });
  for (const refused of [
    upgradeRelease(made.ctx, wanted),
    stopReleaseUpgrade(made.ctx, RELEASE),
    getReleases(made.ctx),
  ])
    await expect(refused).rejects.toMatchObject({ code: "forbidden" });
  await begin();
  await expect(begin()).rejects.toMatchObject({ code: "conflict", reason: "wave_running" });
});
