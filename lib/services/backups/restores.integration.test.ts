import { randomUUID } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { makeBackup } from "@/tests/backups";
import { makeAddon, makeApp, makeContext, makeHost, makeUser } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { memoryRedisAdmin } from "../../adapters/redis/memory";
import { nodeName } from "../../core/databases/names";
import { DomainError } from "../../core/errors";
import { GIB, MIB } from "../../core/units";
import { setAddonStatus } from "../../db/addons";
import { prisma, transaction } from "../../db/client";
import { loadDatabase } from "../../db/databases";
import { loadOperation } from "../../db/operations";
import { insertFirstStorage } from "../../db/storages";
import { removeAddon } from "../addons/remove-addon";
import { deleteApp } from "../apps/delete-app";
import { getDatabase } from "../databases/get-database";
import { cloneAddon } from "./clone-addon";
import { previewRestore } from "./preview-restore";
import { restoreBackup } from "./restore-backup";
import { restoreIntoNew } from "./restore-into-new";

withDatabase();
beforeAll(() =>
  insertFirstStorage({ id: randomUUID(), name: "first", settings: { kind: "folder", path: "/backups" } }),
);

/** A running database of 256m with a proven backup, on a host with that much room beside it. */
async function makeRunning({ version = "8.0.2", hostBytes = 16 * GIB, planId = "256m" } = {}) {
  const { owner, ctx: plain, app } = await makeApp();
  const { id: addonId, resourceId } = await makeAddon(plain, app);
  const { id: databaseId } = await getDatabase(plain, { resourceId });
  await prisma().node.updateMany({ where: { databaseId }, data: { hostId: "host-1", version, planId } });
  await prisma().database.update({ where: { id: databaseId }, data: { version } });
  await prisma().addon.update({ where: { id: addonId }, data: { planId } });
  const redis = memoryRedisAdmin();
  const usedMemoryBytes = 10 * MIB;
  redis.setInfo(nodeName({ instance: plain.instance, resourceId }, 1), { version, keys: 7, usedMemoryBytes });
  // Room is counted over everything placed on a host: here, by this test alone.
  const others = await prisma().node.aggregate({
    where: { hostId: "host-1", status: { not: "removed" } },
    _sum: { reservedBytes: true },
  });
  const memoryBytes = hostBytes + Number(others._sum.reservedBytes ?? 0);
  const ctx = makeContext(owner, { engine: { listHosts: async () => [makeHost({ memoryBytes })] }, redis });
  const backupId = await makeBackup(databaseId, { version });
  return { ctx, owner, app, addonId, resourceId, databaseId, backupId };
}
type Made = Awaited<ReturnType<typeof makeRunning>>;

const ask = ({ ctx, resourceId, backupId }: Made, changes: Partial<Made> = {}) =>
  restoreBackup(changes.ctx ?? ctx, {
    resourceId: changes.resourceId ?? resourceId,
    backupId: changes.backupId ?? backupId,
    acceptsLoss: true,
  });

const ownBackups = (operationId: string) =>
  prisma().backup.findMany({ where: { operationId }, select: { method: true, status: true } });

/** Nothing was written: neither node nor operation nor backup. */
async function expectUntouched({ databaseId }: Made): Promise<void> {
  expect((await loadDatabase(databaseId)).nodes).toHaveLength(1);
  expect(await prisma().operation.count({ where: { databaseId, finishedAt: null } })).toBe(0);
}

test("a restore writes the successor, and the backup that comes first", async () => {
  const made = await makeRunning();
  const operation = await ask(made);
  expect(operation).toMatchObject({ kind: "restore", status: "queued", resourceId: made.resourceId });
  expect(await loadOperation(operation.id)).toMatchObject({
    backupId: made.backupId,
    change: { fromPlanId: "256m", toPlanId: "256m", fromVersion: "8.0.2", toVersion: "8.0.2" },
  });
  const { nodes } = await loadDatabase(made.databaseId);
  expect(nodes).toMatchObject([
    { number: 1, status: "active" },
    { number: 2, status: "starting", planId: "256m", version: "8.0.2", predecessorId: nodes[0]?.id },
  ]);
  expect(await ownBackups(operation.id)).toEqual([{ method: "before-restore", status: "scheduled" }]);
});

test("a preview says what is there now and what would come", async () => {
  const made = await makeRunning();
  expect(await previewRestore(made.ctx, { backupId: made.backupId })).toMatchObject({
    backup: { id: made.backupId, keys: 3, keysByDatabase: { 0: 3 } },
    present: { keys: 7, usedMemoryBytes: 10 * MIB, version: "8.0.2" },
    isAllowed: true,
    reason: null,
    message: null,
  });
  await expectUntouched(made);
});

describe("refused before anything is written, and told by the preview", () => {
  test.each<[string, Parameters<typeof makeRunning>[0], Parameters<typeof makeBackup>[1], object]>([
    [
      "a backup of a newer version",
      { version: "7.0.15" },
      { version: "8.0.2" },
      { reason: "format_unreadable" },
    ],
    [
      "more data than the plan holds",
      {},
      { usedMemoryBytes: 240n * BigInt(MIB) },
      { reason: "data_too_large" },
    ],
    [
      "a backup that failed",
      {},
      { status: "error", errorReason: "x", errorMessage: "It failed." },
      { reason: "backup_not_proven" },
    ],
    ["a backup that is being taken", {}, { status: "running" }, { reason: "backup_not_proven" }],
  ])("%s", async (_title, world, columns, refusal) => {
    const made = await makeRunning(world);
    const backupId = await makeBackup(made.databaseId, columns);
    await expect(ask(made, { backupId })).rejects.toMatchObject(refusal);
    const preview = await previewRestore(made.ctx, { backupId, resourceId: made.resourceId });
    expect(preview).toMatchObject({ ...refusal, isAllowed: false, message: expect.any(String) });
    await expectUntouched(made);
  });

  test("no room for a second node", async () => {
    const made = await makeRunning({ hostBytes: 100 * MIB });
    await expect(ask(made)).rejects.toMatchObject({ code: "conflict", reason: "no_room" });
    await expectUntouched(made);
  });

  test("a database that does not answer: nobody knows what would be replaced", async () => {
    const made = await makeRunning();
    const silent = async () => {
      throw new DomainError("unavailable", "redis_unreachable", "It does not answer.");
    };
    const ctx = { ...made.ctx, redis: { ...made.ctx.redis, info: silent } };
    await expect(ask(made, { ctx })).rejects.toMatchObject({ code: "unavailable" });
    await expectUntouched(made);
  });

  test("an image that is gone", async () => {
    const made = await makeRunning();
    const ctx = { ...made.ctx, engine: { ...made.ctx.engine, hasImage: async () => false } };
    await expect(ask(made, { ctx })).rejects.toMatchObject({ reason: "image_missing" });
    await expectUntouched(made);
  });
});

test("data that is gone is restored without a backup of it", async () => {
  const made = await makeRunning();
  await prisma().node.updateMany({
    where: { databaseId: made.databaseId },
    data: { dataGoneAt: new Date() },
  });
  expect(await previewRestore(made.ctx, made)).toMatchObject({ present: null, isAllowed: true });
  expect(await ownBackups((await ask(made)).id)).toEqual([]);
});

test("a second operation is refused with the name of the first, and its backup is not written", async () => {
  const made = await makeRunning();
  await ask(made);
  await expect(ask(made)).rejects.toMatchObject({
    reason: "operation_running",
    message: expect.stringContaining('"Restore a backup"'),
  });
  expect(
    await prisma().backup.count({ where: { databaseId: made.databaseId, method: "before-restore" } }),
  ).toBe(1);
});

describe("into a new addon", () => {
  const askNew = ({ ctx, app, backupId }: Made, changes: { version?: "7.0.15"; planId?: string } = {}) =>
    restoreIntoNew(ctx, { backupId, appName: app.name, planId: "512m", ...changes });

  test("writes an addon of its own with the operation that fills it", async () => {
    const made = await makeRunning({ version: "7.0.15" });
    const operation = await askNew(made);
    expect(operation).toMatchObject({ kind: "restore-new", status: "queued" });
    expect(operation.resourceId).not.toBe(made.resourceId);
    const { databaseId, backupId } = await loadOperation(operation.id);
    expect(backupId).toBe(made.backupId);
    expect(await loadDatabase(databaseId ?? "")).toMatchObject({
      version: "7.0.15",
      addon: { planId: "512m", status: "provisioning" },
    });
  });

  test("of a removed addon's backup too", async () => {
    const made = await makeRunning();
    await transaction((tx) => setAddonStatus(tx, made.addonId, "removed"));
    expect(await previewRestore(made.ctx, { backupId: made.backupId })).toMatchObject({
      present: null,
      isAllowed: false,
      reason: "database_removed",
    });
    expect(await askNew(made)).toMatchObject({ kind: "restore-new" });
  });

  test.each([
    [{ version: "7.0.15" }, "format_unreadable"],
    [{ planId: "free" }, "data_too_large"],
    [{ planId: "3g" }, "unknown_plan"],
  ] as const)("%o is refused: %s", async (changes, reason) => {
    const made = await makeRunning();
    const backupId = await makeBackup(made.databaseId, { usedMemoryBytes: 100n * BigInt(MIB) });
    await expect(askNew({ ...made, backupId }, changes)).rejects.toMatchObject({ code: "invalid", reason });
    expect(await prisma().addon.count({ where: { appId: made.app.id } })).toBe(1);
  });
});

describe("a clone", () => {
  test("begins a backup of the original, and an addon that waits for it", async () => {
    const made = await makeRunning();
    const other = await makeApp({ owner: made.owner });
    const { resourceId } = made;
    const operation = await cloneAddon(made.ctx, { resourceId, appName: other.app.name });
    expect(operation).toMatchObject({ kind: "restore-new", appName: other.app.name });
    const { backupId } = await loadOperation(operation.id);
    const backup = await prisma().backup.findUniqueOrThrow({ where: { id: backupId ?? "" } });
    expect(backup).toMatchObject({ databaseId: made.databaseId, method: "manual", status: "scheduled" });
    expect(await loadOperation(backup.operationId ?? "")).toMatchObject({ kind: "back-up", resourceId });
  });

  test("is refused for a plan that cannot hold the present data, before a backup is begun", async () => {
    const made = await makeRunning();
    made.ctx.redis.info = async () => ({
      ...(await memoryRedisAdmin().info({} as never)),
      usedMemoryBytes: GIB,
    });
    await expect(
      cloneAddon(made.ctx, { resourceId: made.resourceId, appName: made.app.name, planId: "512m" }),
    ).rejects.toMatchObject({ code: "invalid", reason: "data_too_large" });
    await expectUntouched(made);
  });
});

describe("the last backup of a removal", () => {
  const removal = ({ app, resourceId }: Made, keepsBackup?: boolean) => ({
    app: app.name,
    addon: resourceId,
    confirm: resourceId,
    keepsBackup,
  });
  const last = [{ method: "last", status: "scheduled" }];

  test.each<[string, Parameters<typeof makeRunning>[0], boolean | undefined, object[]]>([
    ["is taken unless somebody says no", {}, undefined, last],
    ["is taken when somebody says yes", {}, true, last],
    ["is not taken when somebody says no", {}, false, []],
    ["is not taken of a plan without backups", { planId: "free" }, undefined, []],
  ])("%s", async (_title, world, keepsBackup, expected) => {
    const made = await makeRunning(world);
    const { id } = await removeAddon(made.ctx, removal(made, keepsBackup));
    expect(await ownBackups(id)).toEqual(expected);
  });

  test("is not taken of data that is gone", async () => {
    const made = await makeRunning();
    await prisma().node.updateMany({
      where: { databaseId: made.databaseId },
      data: { dataGoneAt: new Date() },
    });
    expect(await ownBackups((await removeAddon(made.ctx, removal(made))).id)).toEqual([]);
  });

  test("is taken of each database of an app that is deleted, unless somebody says no", async () => {
    for (const [keepsBackup, expected] of [
      [undefined, last],
      [false, []],
    ] as const) {
      const made = await makeRunning();
      const { name } = made.app;
      const { id } = await deleteApp(made.ctx, { app: name, confirm: name, keepsBackup });
      expect(await ownBackups(id)).toEqual(expected);
    }
  });
});

describe("rights", () => {
  test("a stranger's answer is the same as for what does not exist", async () => {
    const made = await makeRunning();
    const own = await makeRunning();
    const stranger = own.ctx;
    const { backupId, resourceId } = made;
    const acceptsLoss = true as const;
    for (const attempt of [
      () => previewRestore(stranger, { backupId }),
      () => previewRestore(stranger, { backupId: own.backupId, resourceId }),
      () => restoreBackup(stranger, { resourceId, backupId, acceptsLoss }),
      () => restoreBackup(stranger, { resourceId: own.resourceId, backupId, acceptsLoss }),
      () => restoreBackup(stranger, { resourceId, backupId: own.backupId, acceptsLoss }),
      () => restoreIntoNew(stranger, { backupId, appName: own.app.name, planId: "256m" }),
      () => restoreIntoNew(stranger, { backupId: own.backupId, appName: made.app.name, planId: "256m" }),
      () => cloneAddon(stranger, { resourceId, appName: own.app.name }),
      () => cloneAddon(stranger, { resourceId: own.resourceId, appName: made.app.name }),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
    await expectUntouched(made);
    await expectUntouched(own);
  });

  test("a token that may only read is refused", async () => {
    const made = await makeRunning();
    const reader = makeContext(made.owner, { actor: { scope: "read", sessionId: null, tokenId: "t" } });
    const { backupId, resourceId, app } = made;
    for (const attempt of [
      () => restoreBackup(reader, { resourceId, backupId, acceptsLoss: true }),
      () => restoreIntoNew(reader, { backupId, appName: app.name, planId: "256m" }),
      () => cloneAddon(reader, { resourceId, appName: app.name }),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: "forbidden", reason: "scope" });
    expect(await previewRestore({ ...reader, redis: made.ctx.redis }, { backupId })).toMatchObject({
      isAllowed: true,
    });
    await expectUntouched(made);
  });

  test("a token of one addon restores into nothing else, and makes no addon", async () => {
    const made = await makeRunning();
    const other = await makeAddon(made.ctx, made.app);
    const { addonId, backupId, resourceId, app } = made;
    const ctx = { ...made.ctx, actor: { ...made.ctx.actor, appId: app.id, addonId } };
    const into = { backupId, resourceId: other.resourceId, acceptsLoss: true } as const;
    await expect(restoreBackup(ctx, into)).rejects.toMatchObject({ code: "not_found" });
    await expect(restoreIntoNew(ctx, { backupId, appName: app.name, planId: "256m" })).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(restoreBackup(ctx, { backupId, resourceId, acceptsLoss: true })).resolves.toMatchObject({
      kind: "restore",
    });
  });

  test("another person's databases are no place even for an own backup", async () => {
    const made = await makeRunning();
    const stranger = makeContext(await makeUser());
    await expect(previewRestore(stranger, { backupId: made.backupId })).rejects.toMatchObject({
      code: "not_found",
      reason: "backup",
    });
  });
});
