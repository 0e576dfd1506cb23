import { beforeEach, describe, expect, test } from "vitest";
import { makeDatabase } from "../../../tests/change-world";
import { durableRunner } from "../../../tests/durable";
import { INSTANCE, makeContext, makeUser } from "../../../tests/factories";
import { withDatabase } from "../../../tests/postgres";
import { letThrough } from "../../../tests/workflow-world";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../../core/units";
import { prisma } from "../../db/client";
import { handOff } from "../../workflows/hand-off";
import { addCollaborator } from "../collaborators/add-collaborator";
import { changeCollaborator } from "../collaborators/change-collaborator";
import { removeCollaborator } from "../collaborators/remove-collaborator";
import type { Context } from "../context";
import { getDatabase } from "../databases/get-database";
import { cancelMaintenance } from "./cancel-maintenance";
import { getMaintenance } from "./get-maintenance";
import { listMaintenances } from "./list-maintenances";
import { runDueMaintenances } from "./run-due";
import { scheduleUpgrade } from "./schedule-upgrade";
import { setWindow } from "./set-window";

withDatabase();
beforeEach(() => prisma().$executeRaw`TRUNCATE "apps", "users" CASCADE`);

/** One that can be upgraded. */
async function makeOld() {
  const made = await makeDatabase();
  const { resourceId, redis, node, ctx } = made;
  await prisma().database.updateMany({ data: { version: "7.0.15" } });
  await prisma().node.updateMany({ data: { version: "7.0.15" } });
  redis.setInfo(node(1), { version: "7.0.15" });
  for (const name of [node(2), `${INSTANCE}-${resourceId}`])
    redis.setInfo(name, { version: "8.0.2", maxMemoryBytes: 256 * 1024 ** 2 });
  const schedule = (by: Context = ctx) => scheduleUpgrade(by, { resourceId, version: "8.0.2" });
  const look = async (maintenanceId: string) => {
    const { status, reason, operationId } = await getMaintenance(ctx, { resourceId, maintenanceId });
    return { status, reason, operationId };
  };
  const runAt = (at: number) => runDueMaintenances(ctx, new Date(at), letThrough);
  const events = async () =>
    (await prisma().event.findMany({ orderBy: { createdAt: "asc" } }))
      .map(({ type }) => type)
      .filter((type) => type.includes("maintenance"));
  return { ...made, schedule, look, runAt, events };
}

test("an upgrade is told of a day ahead, begins with its window, and is done with its operation", async () => {
  const { schedule, look, runAt, events, ctx, resourceId, world } = await makeOld();
  const { id, windowAt } = await schedule();
  const opens = Date.parse(windowAt);
  expect(opens - Date.now()).toBeGreaterThan(DAY_MS - MINUTE_MS);
  await runAt(opens - DAY_MS - MINUTE_MS);
  expect(await look(id)).toMatchObject({ status: "scheduled" });
  await runAt(opens - DAY_MS);
  await runAt(opens - MINUTE_MS);
  expect(await look(id)).toMatchObject({ status: "notified", operationId: null });
  await runAt(opens);
  const { status, operationId } = await look(id);
  expect(status).toBe("running");
  await runAt(opens + MINUTE_MS);
  expect(await look(id)).toMatchObject({ status: "running", operationId });
  await durableRunner(world).run(handOff, operationId ?? "");
  await runAt(opens + 2 * MINUTE_MS);
  expect(await look(id)).toMatchObject({ status: "done", reason: null });
  expect((await getDatabase(ctx, { resourceId })).version).toBe("8.0.2");
  expect(await events()).toEqual([
    "schedule_database_maintenance",
    "plan_database_maintenance",
    "start_database_maintenance",
    "complete_database_maintenance",
  ]);
});

describe("a newer build of the version that runs", () => {
  const newer = {
    image: "berth-redis:8.0.2-3-deb13u3",
    imageId: "sha256:1",
    build: "8.0.2-3+deb13u3",
    builtFrom: "debian-trixie",
  };
  async function makeBehind() {
    const made = await makeOld();
    await prisma().database.updateMany({ data: { version: "8.0.2" } });
    await prisma().node.updateMany({ data: { version: "8.0.2" } });
    made.engine.addBuild({ ...newer, createdAt: new Date() });
    return made;
  }

  test("is taken in the window too, and told as what it is", async () => {
    const { schedule, runAt, look, world, ctx, resourceId } = await makeBehind();
    const { id, type, windowAt } = await schedule();
    expect(type).toBe("db-newer-build");
    const opens = Date.parse(windowAt);
    await runAt(opens - DAY_MS);
    await runAt(opens);
    const { operationId } = await look(id);
    await durableRunner(world).run(handOff, operationId ?? "");
    await runAt(opens + MINUTE_MS);
    expect(await look(id)).toMatchObject({ status: "done" });
    expect(await prisma().node.findFirst({ where: { status: "active" } })).toMatchObject({
      image: newer.image,
    });
    const told = (await prisma().event.findMany()).filter(({ type: of }) => of.includes("maintenance"));
    expect(told.map(({ data }) => data)).toEqual(
      told.map(() => expect.objectContaining({ version: "8.0.2", isNewerBuild: true })),
    );
    await expect(scheduleUpgrade(ctx, { resourceId, version: "8.0.2" })).rejects.toMatchObject({
      reason: "not_later",
      message: expect.stringContaining("newest build"),
    });
  });

  test.each([
    ["was taken by hand meanwhile", { image: newer.image }, "already"],
    ["is one of another engine by then", { engine: "valkey", version: "8.1.1" }, "not on offer"],
  ])("that %s leaves nothing to do", async (_what, data, reason) => {
    const { schedule, runAt, look, events } = await makeBehind();
    const { id, windowAt } = await schedule();
    await runAt(Date.parse(windowAt) - DAY_MS);
    await prisma().node.updateMany({ data });
    await runAt(Date.parse(windowAt));
    expect(await look(id)).toMatchObject({
      status: "cancelled",
      reason: expect.stringContaining(reason),
      operationId: null,
    });
    expect((await events()).at(-1)).toBe("cancel_database_maintenance");
  });
});

test("two workers at once begin it once", async () => {
  const { schedule, runAt, look } = await makeOld();
  const { id, windowAt } = await schedule();
  const opens = Date.parse(windowAt);
  await runAt(opens - DAY_MS);
  await Promise.all([runAt(opens), runAt(opens)]);
  expect(await prisma().operation.count({ where: { kind: "upgrade" } })).toBe(1);
  expect(await look(id)).toMatchObject({ status: "running" });
});

describe("what is in the way", () => {
  test("is waited for within the window, and then it has failed", async () => {
    const { schedule, runAt, look, engineWorld, events } = await makeOld();
    const { id, windowAt } = await schedule();
    const opens = Date.parse(windowAt);
    const [host] = engineWorld.hosts;
    if (host) host.memoryBytes = 1;
    await runAt(opens - DAY_MS);
    await runAt(opens + HOUR_MS);
    expect(await look(id)).toMatchObject({
      status: "queued",
      reason: expect.stringContaining("No host has"),
    });
    await runAt(opens + 8 * HOUR_MS);
    expect(await look(id)).toMatchObject({
      status: "failed",
      reason: expect.stringMatching(/window has closed.*No host has/),
    });
    expect((await events()).at(-1)).toBe("maintenance_failed");
  });

  test("may be that Berth did not run", async () => {
    const { schedule, runAt, look } = await makeOld();
    const { id, windowAt } = await schedule();
    await runAt(Date.parse(windowAt) + DAY_MS);
    await runAt(Date.parse(windowAt) + DAY_MS);
    expect(await look(id)).toMatchObject({
      status: "failed",
      reason: expect.stringContaining("did not run"),
    });
    expect(await prisma().operation.count({ where: { kind: "upgrade" } })).toBe(0);
  });

  const toViewer = (ctx: Context, on: { app: string; email: string }) =>
    changeCollaborator(ctx, { ...on, role: "view" });
  test.each([
    ["is let go", removeCollaborator],
    ["is made a viewer", toViewer],
  ])("may be that whoever asked for it %s", async (_what, lose) => {
    const { schedule, runAt, look, ctx, name, engine, redis } = await makeOld();
    const helper = await makeUser();
    await addCollaborator(ctx, { app: name, email: helper.email });
    const { id, windowAt } = await schedule(makeContext(helper, { engine, redis }));
    await lose(ctx, { app: name, email: helper.email });
    await runAt(Date.parse(windowAt) - DAY_MS);
    await runAt(Date.parse(windowAt));
    expect(await look(id)).toMatchObject({ status: "failed", reason: expect.stringContaining("no access") });
  });

  test("a change that fails fails it with its reason", async () => {
    const { schedule, runAt, look, world } = await makeOld();
    const { id, windowAt } = await schedule();
    const opens = Date.parse(windowAt);
    await runAt(opens - DAY_MS);
    await runAt(opens);
    const { operationId } = await look(id);
    await durableRunner(world).run(handOff, operationId ?? "", { failAt: "start-node" });
    await runAt(opens + MINUTE_MS);
    expect(await look(id)).toMatchObject({ status: "failed", reason: "This step was made to fail." });
  });
});

test("one that has not begun can be cancelled, and another one put off", async () => {
  const { schedule, runAt, look, ctx, resourceId } = await makeOld();
  const first = await schedule();
  await expect(schedule()).rejects.toMatchObject({ code: "conflict", reason: "maintenance_scheduled" });
  const cancel = () => cancelMaintenance(ctx, { resourceId, maintenanceId: first.id });
  expect(await cancel()).toMatchObject({ status: "cancelled" });
  await expect(cancel()).rejects.toMatchObject({ code: "conflict", reason: "maintenance_begun" });
  const second = await schedule();
  await runAt(Date.parse(second.windowAt) - DAY_MS);
  await runAt(Date.parse(second.windowAt));
  expect(await look(first.id)).toMatchObject({ status: "cancelled", operationId: null });
  expect(await look(second.id)).toMatchObject({ status: "running" });
  const { maintenances, total } = await listMaintenances(ctx, { resourceId, page: 2, perPage: 1 });
  expect({ ids: maintenances.map(({ id }) => id), total }).toEqual({ ids: [first.id], total: 2 });
});

test("the window moves what nobody was told of yet, and nothing else", async () => {
  const { schedule, runAt, ctx, resourceId } = await makeOld();
  const { id, windowAt } = await schedule();
  const at = (maintenanceId: string) => getMaintenance(ctx, { resourceId, maintenanceId });
  const other = (new Date(windowAt).getUTCDay() + 3) % 7;
  await setWindow(ctx, { resourceId, weekdayUtc: other, hourUtc: 4 });
  const moved = await at(id);
  expect(new Date(moved.windowAt).getUTCDay()).toBe(other);
  expect((await getDatabase(ctx, { resourceId })).window).toEqual({ weekdayUtc: other, hourUtc: 4 });
  await runAt(Date.parse(moved.windowAt) - DAY_MS);
  await setWindow(ctx, { resourceId, weekdayUtc: 0, hourUtc: 0 });
  expect((await at(id)).windowAt).toBe(moved.windowAt);
});

test("refused are a version that is not later, another's database and a token that may only read", async () => {
  const { ctx, resourceId, engine, redis } = await makeOld();
  await expect(scheduleUpgrade(ctx, { resourceId, version: "7.0.15" })).rejects.toMatchObject({
    code: "invalid",
    fields: { version: [expect.any(String)] },
  });
  const stranger = makeContext(await makeUser(), { engine, redis });
  const reader = { ...ctx, actor: { ...ctx.actor, scope: "read" as const } };
  const maintenanceId = crypto.randomUUID();
  for (const [asker, code] of [
    [stranger, "not_found"],
    [reader, "forbidden"],
  ] as const) {
    await expect(scheduleUpgrade(asker, { resourceId, version: "8.0.2" })).rejects.toMatchObject({ code });
    await expect(cancelMaintenance(asker, { resourceId, maintenanceId })).rejects.toMatchObject({ code });
    await expect(setWindow(asker, { resourceId, weekdayUtc: 0, hourUtc: 0 })).rejects.toMatchObject({ code });
  }
  await expect(getMaintenance(stranger, { resourceId, maintenanceId })).rejects.toMatchObject({
    code: "not_found",
  });
  await expect(listMaintenances(stranger, { resourceId, page: 1, perPage: 1 })).rejects.toMatchObject({
    code: "not_found",
  });
});
