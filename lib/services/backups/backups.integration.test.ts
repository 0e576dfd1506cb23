import { describe, expect, test } from "vitest";
import { makeAddon, makeApp, makeContext, makeUser } from "@/tests/factories";
import { withDatabase } from "@/tests/postgres";
import { memoryStorages } from "../../adapters/storage/memory";
import { SetBackupConfigInput } from "../../contract/backups";
import { DAY_MS, HOUR_MS } from "../../core/units";
import { insertBackup, recordDump, recordProof, setBackupDone } from "../../db/backup-changes";
import { insertObject, setObjectProven } from "../../db/backup-objects";
import { prisma, transaction } from "../../db/client";
import { insertFirstStorage } from "../../db/storages";
import type { Context } from "../context";
import { createBackup } from "./create-backup";
import { createDownloadLink } from "./create-download-link";
import { getBackup } from "./get-backup";
import { getBackupConfig } from "./get-backup-config";
import { listBackups } from "./list-backups";
import { listBackupsOfDeletedApps } from "./list-backups-of-deleted-apps";
import { listKeptBackups } from "./list-kept-backups";
import { openDownload } from "./open-download";
import { setBackupConfig } from "./set-backup-config";

withDatabase();

const storages = memoryStorages();
const FIRST = { id: crypto.randomUUID(), name: "first", settings: { kind: "folder", path: "/b" } } as const;
const DUMP = Buffer.from("REDIS0011 and so on");

async function makeDatabase() {
  await insertFirstStorage(FIRST);
  const { id: storageId } = await prisma().storage.findFirstOrThrow({ select: { id: true } });
  const made = await makeApp();
  const ctx = { ...made.ctx, openStorage: storages.open };
  const { resourceId, id: addonId } = await makeAddon(ctx, made.app);
  const { id: databaseId } = await prisma().database.findFirstOrThrow({
    where: { addonId },
    select: { id: true },
  });
  return { ...made, ctx, resourceId, addonId, databaseId, storageId };
}
type Made = Awaited<ReturnType<typeof makeDatabase>>;

/** A backup as the workflow leaves it, with its object in the storage. */
async function makeBackup({ ctx, databaseId, storageId }: Made): Promise<string> {
  const id = crypto.randomUUID();
  const name = `btest1/${databaseId}/${id}`;
  const dump = (async function* () {
    yield DUMP;
  })();
  const { recipient } = await ctx.backupKey.load();
  const sealed = await ctx.archives.seal({ dump, folder: "f", takenAt: new Date(), recipient });
  const object = crypto.randomUUID();
  await transaction((tx) =>
    insertBackup(tx, {
      id,
      databaseId,
      operationId: null,
      method: "manual",
      engine: "redis",
      version: "8.0.2",
    }),
  );
  await insertObject({ id: object, backupId: id, storageId, name, attempt: 1 });
  const { path } = await prisma()
    .storage.findFirstOrThrow({ select: { settings: true } })
    .then(pathOf);
  const { bytes } = await storages.open({ kind: "folder", path }).put({ name, ...sealed });
  const figures = {
    engine: "redis",
    version: "8.0.2",
    usedMemoryBytes: 1,
    keysAtStart: null,
    keysAtEnd: null,
  };
  const stored = { id, objectId: object, objectBytes: bytes };
  await transaction((tx) => recordDump(tx, stored, { ...sealed.figures(), ...figures }));
  await setObjectProven(object, null);
  await recordProof(id, { keysByDatabase: { 0: 2, 3: 1 }, functions: 0, loadMs: 4 });
  await transaction((tx) => setBackupDone(tx, id));
  return id;
}
const pathOf = ({ settings }: { settings: unknown }) => settings as { path: string };

const stranger = async () => ({ ...makeContext(await makeUser()), openStorage: storages.open });
const readOnly = (ctx: Context): Context => ({ ...ctx, actor: { ...ctx.actor, scope: "read" } });

test("backups are listed newest first, with what is known of each and why it is kept", async () => {
  const made = await makeDatabase();
  const first = await makeBackup(made);
  const second = await makeBackup(made);
  const views = await listBackups(made.ctx, { resourceId: made.resourceId });
  expect(views.map(({ id }) => id)).toEqual([second, first]);
  expect(views[0]).toMatchObject({
    resourceId: made.resourceId,
    method: "manual",
    status: "done",
    dumpBytes: DUMP.length,
    keys: 3,
    keysByDatabase: { 0: 2, 3: 1 },
    keptFor: "manual, until 10 newer ones are made",
    keptUntil: null,
    copies: [{ isProven: true, error: null, nextTryAt: null }],
    fileName: expect.stringMatching(new RegExp(`^\\d{14}_${made.resourceId}\\.tar\\.gz$`)),
    operationId: null,
    error: null,
  });
  expect(await getBackup(made.ctx, { backupId: first })).toEqual(views[1]);
});

describe("create-backup", () => {
  test("a backup is begun, and its operation can be watched", async () => {
    const made = await makeDatabase();
    const { backup, operation } = await createBackup(made.ctx, { resourceId: made.resourceId });
    expect(backup).toMatchObject({ status: "scheduled", method: "manual", operationId: operation.id });
    expect(operation).toMatchObject({ kind: "back-up", status: "queued" });
    await expect(createBackup(made.ctx, { resourceId: made.resourceId })).rejects.toMatchObject({
      reason: "operation_running",
    });
    expect(await prisma().backup.count({ where: { databaseId: made.databaseId } })).toBe(1);
  });

  test.each<[string, (made: Made) => Promise<unknown>, string]>([
    ["of a plan without backups", ({ addonId }) => setAddon(addonId, { planId: "free" }), "not_included"],
    ["of one that is not running", ({ addonId }) => setAddon(addonId, { status: "failed" }), "not_running"],
    [
      "of one whose data is gone",
      ({ databaseId }) =>
        prisma().node.updateMany({ where: { databaseId }, data: { dataGoneAt: new Date() } }),
      "data_gone",
    ],
  ])("one %s is refused", async (_name, change, reason) => {
    const made = await makeDatabase();
    await change(made);
    await expect(createBackup(made.ctx, { resourceId: made.resourceId })).rejects.toMatchObject({ reason });
  });

  test("one without a storage is refused", async () => {
    const made = await makeDatabase();
    await prisma().storage.updateMany({ data: { removedAt: new Date() } });
    await expect(createBackup(made.ctx, { resourceId: made.resourceId })).rejects.toMatchObject({
      reason: "no_storage",
    });
    await prisma().storage.updateMany({ data: { removedAt: null } });
  });
});

const setAddon = (id: string, data: { planId?: string; status?: "failed" }) =>
  prisma().addon.update({ where: { id }, data });

describe("rights", () => {
  test("nobody else sees a backup, by whatever verb", async () => {
    const made = await makeDatabase();
    const backupId = await makeBackup(made);
    const other = await stranger();
    const { resourceId, app } = made;
    for (const asked of [
      () => listBackups(other, { resourceId }),
      () => getBackup(other, { backupId }),
      () => createBackup(other, { resourceId }),
      () => getBackupConfig(other, { resourceId }),
      () => setBackupConfig(other, { resourceId, isOn: false }),
      () => createDownloadLink(other, { backupId }),
      () => listKeptBackups(other, { appName: app.name }),
      () => getBackup(made.ctx, { backupId: crypto.randomUUID() }),
      () => getBackup(made.ctx, { backupId: "../x" }),
    ])
      await expect(asked()).rejects.toMatchObject({ code: "not_found" });
    await expect(listBackupsOfDeletedApps(other)).rejects.toMatchObject({ code: "forbidden" });
  });

  test("a token that may only read takes no backup and sets no hour", async () => {
    const made = await makeDatabase();
    const { resourceId } = made;
    const ctx = readOnly(made.ctx);
    await expect(createBackup(ctx, { resourceId })).rejects.toMatchObject({ code: "forbidden" });
    await expect(setBackupConfig(ctx, { resourceId, hourUtc: 3 })).rejects.toMatchObject({
      code: "forbidden",
    });
    expect(await listBackups(ctx, { resourceId })).toEqual([]);
  });

  test("a token of one addon sees the backups of no other", async () => {
    const made = await makeDatabase();
    const backupId = await makeBackup(made);
    const of = (addonId: string): Context => ({ ...made.ctx, actor: { ...made.ctx.actor, addonId } });
    expect((await getBackup(of(made.addonId), { backupId })).id).toBe(backupId);
    await expect(getBackup(of("ad-other"), { backupId })).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("the schedule's settings", () => {
  test("begin at 0:00 UTC, which is 01:00 UTC+1, and are changed one by one", async () => {
    const { ctx, resourceId } = await makeDatabase();
    const config = await getBackupConfig(ctx, { resourceId });
    expect(config).toMatchObject({ isIncluded: true, isOn: true, hourUtc: 0, manual: 0, manualMax: 10 });
    const inMs = Date.parse(config.nextAt ?? "") - Date.now();
    expect(inMs).toBeGreaterThan(0);
    expect(inMs).toBeLessThanOrEqual(DAY_MS);
    expect(await setBackupConfig(ctx, { resourceId, hourUtc: 4 })).toMatchObject({ isOn: true, hourUtc: 4 });
    expect(await setBackupConfig(ctx, { resourceId, isOn: false })).toMatchObject({
      isOn: false,
      hourUtc: 4,
      nextAt: null,
    });
  });

  test.each([-1, 24, 1.5, "4:00", "x"])("an hour of %s is refused", (hourUtc) => {
    expect(SetBackupConfigInput.safeParse({ resourceId: "a-1", hourUtc }).success).toBe(false);
  });

  test("a schedule that is switched on again counts from then", async () => {
    const { ctx, resourceId, databaseId } = await makeDatabase();
    await prisma().database.update({ where: { id: databaseId }, data: { backupOnSince: new Date(0) } });
    await setBackupConfig(ctx, { resourceId, isOn: true });
    const since = async () =>
      (await prisma().database.findUniqueOrThrow({ where: { id: databaseId } })).backupOnSince.getTime();
    expect(await since()).toBe(0);
    await setBackupConfig(ctx, { resourceId, isOn: false });
    await setBackupConfig(ctx, { resourceId, isOn: true });
    expect(Date.now() - (await since())).toBeLessThan(HOUR_MS);
  });
});

describe("a download", () => {
  const tokenOf = (path: string) => path.slice("/downloads/".length);

  test("its link opens the archive for whoever has it, for an hour, and is told", async () => {
    const made = await makeDatabase();
    const link = await createDownloadLink(made.ctx, { backupId: await makeBackup(made) });
    expect(link.url).toBe(`http://localhost:3000${link.path}`);
    expect(Date.parse(link.expiresAt) - Date.now()).toBeLessThanOrEqual(HOUR_MS);
    const download = await openDownload(made.ctx, tokenOf(link.path));
    expect(download).toMatchObject({ fileName: link.fileName, bytes: link.bytes });
    const pieces: Uint8Array[] = [];
    // A piece is good until the next one is asked for.
    for await (const piece of download.read({ from: 0, to: download.bytes })) pieces.push(Buffer.from(piece));
    const { gunzipSync } = await import("node:zlib");
    expect(gunzipSync(Buffer.concat(pieces)).includes(DUMP)).toBe(true);
    const events = await prisma().event.findMany({ where: { databaseId: made.databaseId } });
    expect(events.map(({ type }) => type)).toContain("backup_downloaded");
  });

  test.each<[string, (token: string, made: Made) => Promise<string> | string]>([
    ["that was changed", (token) => `${token.slice(0, -2)}${token.endsWith("AA") ? "BB" : "AA"}`],
    ["that is none", () => "../../etc/passwd"],
    ["that is empty", () => ""],
    [
      "that has expired",
      (_token, { ctx }) => ctx.signer.sign({ only: "download", backup: "x" }, new Date(Date.now() - 2_000)),
    ],
    [
      "that was made for something else",
      (_token, { ctx }) => ctx.signer.sign({ sub: "x", tid: "y" }, new Date(Date.now() + HOUR_MS)),
    ],
    [
      "with a path for a name",
      (_token, { ctx }) =>
        ctx.signer.sign({ only: "download", backup: "../x" }, new Date(Date.now() + HOUR_MS)),
    ],
  ])("a link %s opens nothing", async (_name, change) => {
    const made = await makeDatabase();
    const { path } = await createDownloadLink(made.ctx, { backupId: await makeBackup(made) });
    await expect(openDownload(made.ctx, await change(tokenOf(path), made))).rejects.toMatchObject({
      code: "not_found",
    });
  });

  test("a link to a backup that was deleted since opens nothing", async () => {
    const made = await makeDatabase();
    const backupId = await makeBackup(made);
    const { path } = await createDownloadLink(made.ctx, { backupId });
    await prisma().backup.update({ where: { id: backupId }, data: { deletedAt: new Date() } });
    await expect(openDownload(made.ctx, tokenOf(path))).rejects.toMatchObject({ code: "not_found" });
  });

  test("a copy that is not of the size that was written is not sent", async () => {
    const made = await makeDatabase();
    const backupId = await makeBackup(made);
    const { path } = await createDownloadLink(made.ctx, { backupId });
    await prisma().backupObject.updateMany({ where: { backupId }, data: { bytes: { increment: 1 } } });
    await expect(openDownload(made.ctx, tokenOf(path))).rejects.toMatchObject({ reason: "storage_away" });
  });

  test("there is none of a backup that is not done", async () => {
    const made = await makeDatabase();
    const { backup } = await createBackup(made.ctx, { resourceId: made.resourceId });
    await expect(createDownloadLink(made.ctx, { backupId: backup.id })).rejects.toMatchObject({
      reason: "backup_not_done",
    });
  });
});

describe("backups of what is no more", () => {
  const remove = ({ addonId }: Made) =>
    prisma().addon.update({ where: { id: addonId }, data: { status: "removed", removedAt: new Date() } });

  test("those of a removed addon are listed under its app, can be read, and say until when", async () => {
    const made = await makeDatabase();
    const backupId = await makeBackup(made);
    await remove(made);
    const [kept] = await listKeptBackups(made.ctx, { appName: made.app.name });
    expect(kept).toMatchObject({ resourceId: made.resourceId, backups: [{ id: backupId }] });
    expect(kept?.backups[0]?.keptFor).toMatch(/^of a removed addon, until \d+ \w+$/);
    expect((await createDownloadLink(made.ctx, { backupId })).bytes).toBeGreaterThan(0);
  });

  test("those of a deleted app are for administrators alone", async () => {
    const made = await makeDatabase();
    const backupId = await makeBackup(made);
    await remove(made);
    await prisma().app.update({ where: { id: made.app.id }, data: { deletedAt: new Date() } });
    const admin = { ...makeContext(await makeUser({ isAdmin: true })), openStorage: storages.open };
    const kept = await listBackupsOfDeletedApps(admin);
    expect(kept.map(({ resourceId }) => resourceId)).toContain(made.resourceId);
    expect((await getBackup(admin, { backupId })).id).toBe(backupId);
    await expect(getBackup(made.ctx, { backupId })).rejects.toMatchObject({ code: "not_found" });
  });
});
