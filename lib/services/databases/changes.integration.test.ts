import { describe, expect, test } from "vitest";
import { makeAddon, makeApp, makeContext, makeHost, makeUser } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { memoryRedisAdmin } from "../../adapters/redis/memory";
import { ChangeManyInput } from "../../contract/many-changes";
import { nodeName } from "../../core/databases/names";
import { DomainError } from "../../core/errors";
import { GIB, MIB } from "../../core/units";
import { prisma } from "../../db/client";
import { loadDatabase } from "../../db/databases";
import { loadOperation } from "../../db/operations";
import { listEvents } from "../apps/list-events";
import type { Context } from "../context";
import { listOperations } from "../operations/list-operations";
import { changeMany } from "./change-many";
import { changePlan } from "./change-plan";
import { findNewerBuild } from "./find-newer-build";
import { getDatabase } from "./get-database";
import { listChanges } from "./list-changes";
import { undoChange } from "./undo-change";
import { upgradeDatabase } from "./upgrade";

withDatabase();

/** A running database of 256m on a host, with what INFO tells of it. */
async function makeRunning({
  usedBytes = 10 * MIB,
  clients = 1,
  hostBytes = 16 * GIB,
  version = "8.0.2",
} = {}) {
  const { owner, ctx: plain, app } = await makeApp();
  const addon = await makeAddon(plain, app);
  const { id: databaseId } = await getDatabase(plain, addon);
  await prisma().node.updateMany({ where: { databaseId }, data: { hostId: "host-1", version } });
  await prisma().database.update({ where: { id: databaseId }, data: { version } });
  const redis = memoryRedisAdmin();
  redis.setInfo(nodeName({ instance: plain.instance, resourceId: addon.resourceId }, 1), {
    usedMemoryBytes: usedBytes,
    connectedClients: clients,
    version,
  });
  // Room is counted over everything placed on a host: here, by this test alone.
  const ourBytes = (await loadDatabase(databaseId)).nodes[0]?.reservedBytes ?? 0;
  const others = await prisma().node.aggregate({
    where: { hostId: "host-1", status: { not: "removed" } },
    _sum: { reservedBytes: true },
  });
  const memoryBytes = hostBytes + Number(others._sum.reservedBytes ?? 0) - ourBytes;
  const engine = { listHosts: async () => [makeHost({ memoryBytes })] };
  const ctx = makeContext(owner, { engine, redis });
  return { ctx, app, resourceId: addon.resourceId, databaseId };
}

type Made = Awaited<ReturnType<typeof makeRunning>>;

/** Nothing was written: neither node nor operation nor event. */
async function expectUntouched({ ctx, app, databaseId }: Made): Promise<void> {
  expect((await loadDatabase(databaseId)).nodes).toHaveLength(1);
  expect(await prisma().operation.count({ where: { databaseId, finishedAt: null } })).toBe(0);
  const { events } = await listEvents(ctx, { app: app.name, page: 1 });
  expect(events.map(({ type }) => type)).not.toContain("upgrade_addon");
}

test("a change of plan writes successor, operation and event, and names what it changes", async () => {
  const { ctx, app, resourceId, databaseId } = await makeRunning({ version: "7.0.15" });
  const operation = await changePlan(ctx, { resourceId, planId: "1g", version: "8.0.2" });
  expect(operation).toMatchObject({
    kind: "change-plan",
    status: "queued",
    resourceId,
    change: { fromPlanId: "256m", toPlanId: "1g", fromVersion: "7.0.15", toVersion: "8.0.2" },
  });
  const { nodes } = await loadDatabase(databaseId);
  expect(nodes).toMatchObject([
    { number: 1, status: "active", planId: "256m" },
    { number: 2, status: "starting", planId: "1g", version: "8.0.2", predecessorId: nodes[0]?.id },
  ]);
  const { events } = await listEvents(ctx, { app: app.name, page: 1 });
  expect(events.map(({ type }) => type).sort()).toEqual(["new_addon", "upgrade_addon", "upgrade_database"]);
});

test("an upgrade is an operation of its own kind", async () => {
  const { ctx, resourceId } = await makeRunning({ version: "6.0.16" });
  const { id } = await upgradeDatabase(ctx, { resourceId, version: "7.0.15" });
  expect(await loadOperation(id)).toMatchObject({ kind: "upgrade", change: { toVersion: "7.0.15" } });
});

describe("another engine", () => {
  const build = (image: string) => ({
    image,
    imageId: image,
    build: null,
    builtFrom: null,
    createdAt: new Date(0),
  });
  const withValkey = (ctx: Context): Context => ({
    ...ctx,
    engine: {
      ...ctx.engine,
      hasImage: async () => true,
      listBuilds: async () => [...(await ctx.engine.listBuilds()), build("berth-valkey:8.1.1")],
    },
  });
  const valkey = { engine: "valkey", version: "8.1.1" };

  test("is told with what changes, once it is there, and taken as an upgrade with both names", async () => {
    const { ctx: plain, app, resourceId, databaseId } = await makeRunning({ version: "7.0.15" });
    expect(await listChanges(plain, { resourceId })).toMatchObject({ engine: "redis", otherEngines: [] });
    const ctx = withValkey(plain);
    const { otherEngines } = await listChanges(ctx, { resourceId });
    expect(otherEngines).toMatchObject([
      { engine: "valkey", name: "Valkey 8.1.1", option: { isAllowed: true, version: "8.1.1" } },
    ]);
    expect(otherEngines[0]?.notes.join(" ")).toMatch(/redis_version/);
    const { id } = await upgradeDatabase(ctx, { resourceId, ...valkey });
    expect(await loadOperation(id)).toMatchObject({
      kind: "upgrade",
      change: { fromVersion: "7.0.15", toVersion: "8.1.1", fromEngine: "redis", toEngine: "valkey" },
    });
    const { engine, nodes } = await loadDatabase(databaseId);
    expect(engine).toBe("redis");
    expect(nodes).toMatchObject([{ engine: "redis" }, valkey]);
    const { events } = await listEvents(ctx, { app: app.name, page: 1 });
    expect(events).toContainEqual(
      expect.objectContaining({
        type: "upgrade_database",
        data: { resourceId, oldVersion: "7.0.15", version: "8.1.1", oldEngine: "redis", engine: "valkey" },
      }),
    );
  });

  test("that cannot read what the present one writes is refused with what works, and nothing is written", async () => {
    const made = await makeRunning({ version: "8.0.2" });
    const ctx = withValkey(made.ctx);
    const { otherEngines } = await listChanges(ctx, made);
    expect(otherEngines).toMatchObject([{ option: { isAllowed: false, reason: "format_unreadable" } }]);
    await expect(upgradeDatabase(ctx, { resourceId: made.resourceId, ...valkey })).rejects.toMatchObject({
      code: "invalid",
      reason: "format_unreadable",
      message: expect.stringContaining("copies the keys by their types"),
    });
    await expectUntouched(made);
  });

  test("whose image nobody has made yet says how it is made", async () => {
    const made = await makeRunning({ version: "7.0.15" });
    await expect(upgradeDatabase(made.ctx, { resourceId: made.resourceId, ...valkey })).rejects.toMatchObject(
      {
        code: "conflict",
        reason: "image_missing",
        message: expect.stringContaining("bin/admin engines build valkey:8.1.1"),
      },
    );
    await expectUntouched(made);
  });

  test("is left again while no field of a hash expires by itself", async () => {
    const { ctx, resourceId, databaseId } = await makeRunning({ version: "9.1.2" });
    await prisma().node.updateMany({ where: { databaseId }, data: { engine: "valkey" } });
    await prisma().database.update({ where: { id: databaseId }, data: { engine: "valkey" } });
    const told = { ...memoryRedisAdmin().infoOf("any"), provider: "valkey", version: "9.1.2" };
    const optionWith = async (hasFieldTtl: boolean) => {
      const redis = { ...ctx.redis, info: async () => ({ ...told, hasFieldTtl }) };
      const { otherEngines } = await listChanges({ ...ctx, redis }, { resourceId });
      return otherEngines.find(({ name }) => name === "Redis 8.0.2")?.option;
    };
    expect(await optionWith(false)).toMatchObject({ isAllowed: true });
    expect(await optionWith(true)).toMatchObject({ isAllowed: false, reason: "field_ttl" });
  });
});

describe("a newer build of the version that runs", () => {
  const newer = {
    image: "berth-redis:8.0.2-3-deb13u3",
    imageId: "sha256:1",
    build: "8.0.2-3+deb13u3",
    builtFrom: "debian-trixie",
    createdAt: new Date(1),
  };
  const withNewer = (ctx: Context): Context => ({
    ...ctx,
    engine: {
      ...ctx.engine,
      hasImage: async () => true,
      listBuilds: async () => [...(await ctx.engine.listBuilds()), newer],
    },
  });

  test("is an upgrade to the same version, told by the names of the builds", async () => {
    const { ctx, app, resourceId, databaseId } = await makeRunning({ version: "8.0.2" });
    const { id } = await upgradeDatabase(withNewer(ctx), { resourceId, version: "8.0.2" });
    expect(await loadOperation(id)).toMatchObject({
      kind: "upgrade",
      change: { toVersion: "8.0.2", fromBuild: "8.0.2", toBuild: "8.0.2-3-deb13u3" },
    });
    const { nodes } = await loadDatabase(databaseId);
    expect(nodes.map(({ image }) => image)).toEqual([null, newer.image]);
    const { events } = await listEvents(ctx, { app: app.name, page: 1 });
    expect(events).toContainEqual(
      expect.objectContaining({
        type: "upgrade_database",
        data: { resourceId, oldVersion: "8.0.2", version: "8.0.2-3-deb13u3" },
      }),
    );
  });

  test("is what a change of plan and an upgrade take too", async () => {
    const { ctx, resourceId, databaseId } = await makeRunning({ version: "7.0.15" });
    await changePlan(withNewer(ctx), { resourceId, planId: "1g", version: "8.0.2" });
    expect((await loadDatabase(databaseId)).nodes.map(({ image }) => image)).toEqual([null, newer.image]);
  });

  test("is told, also as a change that can be made now; without one there is nothing to upgrade to", async () => {
    const { ctx, resourceId } = await makeRunning({ version: "8.0.2" });
    expect(await findNewerBuild(withNewer(ctx), { resourceId })).toBe("8.0.2-3-deb13u3");
    expect((await listChanges(withNewer(ctx), { resourceId })).newerBuild).toMatchObject({
      name: "8.0.2-3-deb13u3",
      option: { isAllowed: true, planId: "256m", version: "8.0.2" },
    });
    expect(await findNewerBuild(ctx, { resourceId })).toBeNull();
    expect((await listChanges(ctx, { resourceId })).newerBuild).toBeNull();
    await expect(upgradeDatabase(ctx, { resourceId, version: "8.0.2" })).rejects.toMatchObject({
      reason: "unchanged",
    });
  });
});

test("a database keeps a plan that is no longer offered on another version too", async () => {
  const { ctx, resourceId } = await makeRunning({ version: "7.0.15" });
  const plans = ctx.plans.map((plan) => ({ ...plan, isRetired: plan.id === "256m" }));
  const { id } = await upgradeDatabase({ ...ctx, plans }, { resourceId, version: "8.0.2" });
  expect(await loadOperation(id)).toMatchObject({
    kind: "upgrade",
    change: { fromPlanId: "256m", toPlanId: "256m" },
  });
});

describe("refused before anything is written", () => {
  test.each<[string, Parameters<typeof makeRunning>[0], { planId: string; version?: "7.0.15" }, object]>([
    [
      "a plan too small for the data",
      { usedBytes: 200 * MIB },
      { planId: "free" },
      { code: "invalid", reason: "data_too_large" },
    ],
    [
      "a plan for fewer clients",
      { clients: 40 },
      { planId: "free" },
      { code: "invalid", reason: "too_many_clients" },
    ],
    ["the same plan", {}, { planId: "256m" }, { code: "invalid", reason: "unchanged" }],
    [
      "an earlier version",
      {},
      { planId: "256m", version: "7.0.15" },
      { code: "invalid", reason: "version_older" },
    ],
    ["a plan that is none", {}, { planId: "3g" }, { code: "invalid", reason: "unknown_plan" }],
    ["no room at all", { hostBytes: GIB }, { planId: "4g" }, { code: "conflict", reason: "no_room" }],
    [
      "room for one, without a word about it",
      { hostBytes: 2 * GIB },
      { planId: "1g" },
      { code: "conflict", reason: "no_room_for_two" },
    ],
  ])("%s", async (_title, world, wish, refusal) => {
    const made = await makeRunning(world);
    await expect(changePlan(made.ctx, { resourceId: made.resourceId, ...wish })).rejects.toMatchObject(
      refusal,
    );
    await expectUntouched(made);
  });

  test("a database that does not answer: nobody knows what it holds", async () => {
    const made = await makeRunning();
    const silent = async () => {
      throw new DomainError("unavailable", "redis_unreachable", "It does not answer.");
    };
    const ctx: Context = { ...made.ctx, redis: { ...made.ctx.redis, info: silent } };
    await expect(changePlan(ctx, { resourceId: made.resourceId, planId: "1g" })).rejects.toMatchObject({
      code: "unavailable",
    });
    await expectUntouched(made);
  });

  test.each(["provisioning", "failed", "removing"] as const)("a %s database", async (status) => {
    const { ctx, app } = await makeApp();
    const { resourceId } = await makeAddon(ctx, app, { status });
    await expect(changePlan(ctx, { resourceId, planId: "1g" })).rejects.toMatchObject({
      reason: "not_running",
    });
  });
});

test("an image that is gone is told before anything is begun", async () => {
  const made = await makeRunning();
  const gone = { ...made.ctx.engine, hasImage: async (image: string) => image !== "berth-redis:8.0.2" };
  const ctx = { ...made.ctx, engine: gone };
  await expect(
    changePlan(ctx, { resourceId: made.resourceId, planId: "512m", way: "hand-off" }),
  ).rejects.toMatchObject({
    code: "conflict",
    reason: "image_missing",
    message: expect.stringMatching(/^Redis 8\.0\.2 cannot be started.*bin\/up/),
  });
  await expectUntouched(made);
});

test("a second operation is refused with the name of the first", async () => {
  const { ctx, resourceId } = await makeRunning();
  await changePlan(ctx, { resourceId, planId: "1g" });
  await expect(changePlan(ctx, { resourceId, planId: "2g" })).rejects.toMatchObject({
    code: "conflict",
    reason: "operation_running",
    message: expect.stringContaining('"Change plan"'),
  });
});

test("a second operation is told that the first has only to stop the old Redis", async () => {
  const { ctx, resourceId } = await makeRunning();
  await changePlan(ctx, { resourceId, planId: "1g" });
  await prisma().operationStep.updateMany({
    where: { name: "stop-predecessor" },
    data: { status: "running" },
  });
  await expect(changePlan(ctx, { resourceId, planId: "2g" })).rejects.toMatchObject({
    reason: "operation_running",
    message:
      '"Change plan" has only to stop the old Redis; the new one serves. Wait some seconds, then try again.',
  });
});

test("of two who change at once one does", async () => {
  const { ctx, resourceId, databaseId } = await makeRunning();
  const both = await Promise.allSettled(
    ["1g", "2g"].map((planId) => changePlan(ctx, { resourceId, planId })),
  );
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  expect((await loadDatabase(databaseId)).nodes).toHaveLength(2);
});

test("where there is room for one only, it can be asked for, and the other way is taken where it can be", async () => {
  const tight = await makeRunning({ hostBytes: 2 * GIB });
  const wish = { planId: "1g", way: "stop-first" } as const;
  expect(await changePlan(tight.ctx, { resourceId: tight.resourceId, ...wish })).toMatchObject({
    kind: "change-stop-first",
  });
  const wide = await makeRunning();
  expect(await changePlan(wide.ctx, { resourceId: wide.resourceId, ...wish })).toMatchObject({
    kind: "change-plan",
  });
});

describe("list-changes", () => {
  test("decides for every plan, with the present and each later version", async () => {
    const { ctx, resourceId } = await makeRunning({ usedBytes: 100 * MIB, version: "7.0.15" });
    const { options, undo, ...facts } = await listChanges(ctx, { resourceId });
    expect(facts).toEqual({
      planId: "256m",
      engine: "redis",
      version: "7.0.15",
      usedMemoryBytes: 100 * MIB,
      connectedClients: 0,
      restartsApp: false,
      newerBuild: null,
      otherEngines: [],
    });
    expect(undo).toBeNull();
    expect(options).toHaveLength(8 * 2);
    const option = (planId: string, version: string) =>
      options.find((candidate) => candidate.planId === planId && candidate.version === version);
    expect(option("free", "7.0.15")).toMatchObject({ isAllowed: false, reason: "data_too_large" });
    expect(option("256m", "7.0.15")).toMatchObject({ isAllowed: false, reason: "unchanged" });
    expect(option("256m", "8.0.2")).toMatchObject({ isAllowed: true, way: "hand-off", reconnects: 1 });
    expect(option("512m", "7.0.15")).toMatchObject({ isAllowed: true, reconnects: 1 });
    expect(option("16g", "8.0.2")).toMatchObject({ isAllowed: false, reason: "no_room" });
  });
});

describe("undo-change", () => {
  test("without a change there is nothing to undo", async () => {
    const { ctx, resourceId } = await makeRunning();
    await expect(undoChange(ctx, { resourceId, acceptsLoss: true })).rejects.toMatchObject({
      code: "conflict",
      reason: "nothing_to_undo",
    });
  });
});

describe("many at once", () => {
  test("each is asked for alone: one refusal stops none of the others, and rights are those to each", async () => {
    const mine = await makeRunning({ version: "7.0.15" });
    const foreign = await makeRunning({ version: "7.0.15" });
    const failed = await makeAddon(mine.ctx, mine.app, { status: "failed" });
    const resourceIds = [failed.resourceId, foreign.resourceId, mine.resourceId, mine.resourceId];
    const started = await changeMany(mine.ctx, { resourceIds, version: "8.0.2" });
    expect(started).toEqual([
      { resourceId: failed.resourceId, refusal: expect.stringContaining("Only a running database") },
      { resourceId: foreign.resourceId, refusal: expect.stringContaining("does not exist") },
      { resourceId: mine.resourceId, operation: expect.objectContaining({ kind: "upgrade" }) },
    ]);
    await expectUntouched(foreign);
    const [again] = await changeMany(mine.ctx, { resourceIds: [mine.resourceId], planId: "1g" });
    expect(again).toMatchObject({ refusal: expect.stringContaining("is still running") });

    const ids = started.flatMap((one) => ("operation" in one ? [one.operation.id] : []));
    expect(await listOperations(mine.ctx, { ids })).toMatchObject([{ id: ids[0], status: "queued" }]);
    expect(await listOperations(foreign.ctx, { ids })).toEqual([]);
    const reader = makeContext(await makeUser(), { actor: { scope: "read" } });
    await expect(changeMany(reader, { resourceIds, planId: "1g" })).rejects.toMatchObject({
      code: "forbidden",
      reason: "scope",
    });
  });

  test.each([
    ["nothing chosen", { resourceIds: "", planId: "1g" }],
    ["neither plan nor version", { resourceIds: "a-1,b-2" }],
    ["more than a page", { resourceIds: Array(51).fill("a-1").join(), planId: "1g" }],
  ])("refused: %s", (_what, input) => {
    expect(ChangeManyInput.safeParse(input).success).toBe(false);
  });
});

test("a stranger's answer is the same as for a database that does not exist", async () => {
  const { resourceId } = await makeRunning();
  const stranger = makeContext(await makeUser());
  for (const which of [resourceId, "no-such-1234"])
    for (const attempt of [
      () => changePlan(stranger, { resourceId: which, planId: "1g" }),
      () => upgradeDatabase(stranger, { resourceId: which, version: "8.0.2" }),
      () => listChanges(stranger, { resourceId: which }),
      () => undoChange(stranger, { resourceId: which, acceptsLoss: true }),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: "not_found", reason: "database" });
});
