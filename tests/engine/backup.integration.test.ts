import { execFileSync, spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { OPERATION_STEPS } from "../../lib/core/operations/steps";
import { MIB } from "../../lib/core/units";
import { prisma, transaction } from "../../lib/db/client";
import { insertOperation } from "../../lib/db/operations";
import { listStorages } from "../../lib/db/storages";
import { platform } from "../../lib/runtime/container";
import { createBackup } from "../../lib/services/backups/create-backup";
import { createDownloadLink } from "../../lib/services/backups/create-download-link";
import { listBackups } from "../../lib/services/backups/list-backups";
import { openDownload } from "../../lib/services/backups/open-download";
import { addStorage } from "../../lib/services/storages/add-storage";
import { removeStorage } from "../../lib/services/storages/remove-storage";
import { askForDatabase, operationEnded, startControlPlane, stepBegun } from "./control-plane";
import { dataOf } from "./data";

const APP = "backed-up";
let berth: Awaited<ReturnType<typeof startControlPlane>>;
let resourceId: string;
let appId: string;
let databaseId: string;
let data: Awaited<ReturnType<typeof dataOf>>;
let digest: string;
beforeAll(async () => {
  berth = await startControlPlane();
  const asked = await askForDatabase(berth.ctx, APP, "256m");
  await operationEnded(berth.ctx, asked);
  resourceId = asked.resourceId;
  const row = await prisma().database.findFirstOrThrow({ select: { id: true, addon: true } });
  databaseId = row.id;
  appId = row.addon.appId;
  data = await dataOf(berth.ctx, resourceId);
  await data.fill(20 * MIB);
  digest = await data.digest();
}, 480_000);
afterAll(async () => {
  expect(await data.digest(), "the database is untouched").toBe(digest);
  expect(await berth.stop()).toEqual([]);
}, 480_000);

const folder = () => join(berth.dataDir, "backups");
const stored = (root = folder()) =>
  readdirSync(root, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".age"));
const newest = async () => (await listBackups(berth.ctx, { resourceId }))[0];

async function take() {
  const { operation, backup } = await createBackup(berth.ctx, { resourceId });
  const ended = await operationEnded(berth.ctx, { app: APP, operationId: operation.id });
  return { ended, backupId: backup.id };
}

/** As the schedule begins one. */
async function drill() {
  const id = randomUUID();
  await transaction((tx) => insertOperation(tx, { id, kind: "drill", appId, databaseId, actorId: null }));
  return operationEnded(berth.ctx, { app: APP, operationId: id });
}

async function archiveOf(backupId: string): Promise<Buffer> {
  const { path } = await createDownloadLink(berth.ctx, { backupId });
  const download = await openDownload(platform(), path.slice("/downloads/".length));
  const pieces: Uint8Array[] = [];
  // A piece is good until the next one is asked for.
  for await (const piece of download.read({ from: 0, to: download.bytes })) pieces.push(Buffer.from(piece));
  expect(Buffer.concat(pieces)).toHaveLength(download.bytes);
  return Buffer.concat(pieces);
}

test("a backup of a real Redis is proven by a real Redis, and its archive holds the dump", async () => {
  const { ended, backupId } = await take();
  expect(ended).toMatchObject({ status: "succeeded", error: null });
  const backup = await newest();
  expect(backup).toMatchObject({ id: backupId, status: "done", error: null, copies: [{ isProven: true }] });
  const keysIn = async (options: string) => Number((await data.ask(["DBSIZE"], options)).trim());
  expect(backup?.keysByDatabase).toEqual({ 0: await keysIn("-n 0"), 5: await keysIn("-n 5") });
  const tar = gunzipSync(await archiveOf(backupId));
  expect(tar.subarray(1_024, 1_029).toString()).toBe("REDIS");
  expect(stored()).toHaveLength(1);
}, 240_000);

describe("the worker is killed with -9", () => {
  test.each(OPERATION_STEPS["back-up"].map((step) => [step]))(
    "at %s: it ends well, with one object that counts",
    async (step) => {
      const { operation, backup } = await createBackup(berth.ctx, { resourceId });
      const key = { app: APP, operationId: operation.id };
      await stepBegun(berth.ctx, key, step);
      await berth.killWorker();
      berth.startWorker();
      expect(await operationEnded(berth.ctx, key)).toMatchObject({ status: "succeeded", error: null });
      expect((await newest())?.status).toBe("done");
      const objects = await prisma().backupObject.findMany({ where: { backupId: backup.id } });
      expect(objects.filter(({ status }) => status === "proven")).toHaveLength(1);
      expect(await prisma().node.count({ where: { cpuLentUntil: { not: null } } })).toBe(0);
    },
    360_000,
  );
});

test.each(["take-dump", "read-back", "prove-dump"])(
  "PostgreSQL is killed with -9 at %s: the backup ends well, with one object that counts",
  async (step) => {
    const { operation, backup } = await createBackup(berth.ctx, { resourceId });
    const key = { app: APP, operationId: operation.id };
    await stepBegun(berth.ctx, key, step);
    await berth.killPostgres();
    await berth.postgres.start();
    expect(await operationEnded(berth.ctx, key)).toMatchObject({ status: "succeeded", error: null });
    expect((await newest())?.status).toBe("done");
    const objects = await prisma().backupObject.findMany({ where: { backupId: backup.id } });
    expect(objects.filter(({ status }) => status === "proven")).toHaveLength(1);
  },
  360_000,
);

/** What came until the stream ended, whole or not. */
async function receive({ body }: Response, onPiece: (bytes: number) => Promise<void> = async () => {}) {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const piece of body ?? []) {
      pieces.push(piece);
      bytes += piece.length;
      await onPiece(bytes);
    }
    return { received: Buffer.concat(pieces), isCut: false };
  } catch {
    return { received: Buffer.concat(pieces), isCut: true };
  }
}

test("web is killed with -9 during a download: it is resumed where it was cut, and the archive is whole", async () => {
  const { backupId } = await take();
  const { path } = await createDownloadLink(berth.ctx, { backupId });
  const web = await berth.startWeb();
  await web.healthy();
  const download = (headers: Record<string, string>) => fetch(`${web.url}${path}`, { headers });
  const whole = await download({});
  const etag = whole.headers.get("etag") ?? "";
  let isKilled = false;
  const first = await receive(whole, async (bytes) => {
    if (isKilled || bytes < MIB) return;
    isKilled = true;
    await web.kill();
  });
  expect(first.isCut).toBe(true);
  web.start();
  await web.healthy();
  const rest = await download({ range: `bytes=${first.received.length}-`, "if-range": etag });
  expect(rest.status).toBe(206);
  const second = await receive(rest);
  await web.stop();
  const resumed = Buffer.concat([first.received, second.received]);
  expect(resumed.equals(await archiveOf(backupId))).toBe(true);
}, 240_000);

test("the container of the proof is killed: an error with its reason, nothing kept, and the next backup is good", async () => {
  const backupId = await killProof();
  expect(await newest()).toMatchObject({ id: backupId, status: "error", error: expect.any(String) });
  expect(await prisma().backupObject.count({ where: { backupId, removedAt: null } })).toBe(0);
  expect((await take()).ended.status).toBe("succeeded");
}, 360_000);

/** Takes backups until the proof of one was there to be killed: it lasts for less than a second. */
async function killProof(): Promise<string> {
  for (let round = 0; round < 5; round++) {
    const { operation, backup } = await createBackup(berth.ctx, { resourceId });
    const key = { app: APP, operationId: operation.id };
    await stepBegun(berth.ctx, key, "prove-dump");
    const isKilled = await killContainerOfProof(operation.id);
    const ended = await operationEnded(berth.ctx, key);
    if (!isKilled) continue;
    expect(ended).toMatchObject({ status: "failed", error: { reason: "dump_not_loadable" } });
    return backup.id;
  }
  throw new Error("no container of a proof was seen");
}

/** False when the proof was over before. */
async function killContainerOfProof(operationId: string): Promise<boolean> {
  const filters = ["--filter", "name=-proof$", "--filter", "status=running"];
  for (;;) {
    const names = execFileSync("docker", ["ps", "--format", "{{.Names}}", ...filters], { encoding: "utf8" });
    const name = names.split("\n").find((one) => one.includes(resourceId));
    if (name) return spawnSync("docker", ["kill", name]).status === 0;
    const { finishedAt } = await prisma().operation.findUniqueOrThrow({ where: { id: operationId } });
    if (finishedAt) return false;
  }
}

describe("what stands in the folder is not what was taken", () => {
  const spoil = async (change: (bytes: Buffer) => Uint8Array) => {
    const row = await prisma().backupObject.findFirstOrThrow({
      where: { backupId: (await newest())?.id ?? "", status: "proven" },
    });
    const path = join(folder(), row.name);
    const before = readFileSync(path);
    writeFileSync(path, change(Buffer.from(before)));
    return () => writeFileSync(path, before);
  };

  test.each<[string, (bytes: Buffer) => Uint8Array | Promise<Uint8Array>]>([
    ["a file cut short", (bytes) => bytes.subarray(0, bytes.length / 2)],
    ["an empty file", () => Buffer.alloc(0)],
    [
      "one byte changed",
      (bytes) => {
        const middle = Math.floor(bytes.length / 2);
        bytes[middle] = (bytes[middle] ?? 0) ^ 1;
        return bytes;
      },
    ],
    ["an object of another key", sealedForAnother],
  ])(
    "%s: a trial of it fails with the reason, and the next backup is good",
    async (_name, change) => {
      const whole = readFileSync(join(folder(), (await objectOfNewest()) ?? ""));
      const changed = await change(Buffer.from(whole));
      const restore = await spoil(() => changed);
      expect(await drill()).toMatchObject({
        status: "failed",
        error: { reason: expect.stringMatching(/^archive_(spoilt|of_other_key)$/) },
      });
      restore();
      expect((await take()).ended.status).toBe("succeeded");
    },
    360_000,
  );

  const objectOfNewest = async () =>
    (
      await prisma().backupObject.findFirst({
        where: { backupId: (await newest())?.id ?? "", status: "proven" },
      })
    )?.name;

  /** Of the same size, so that only its content can tell. */
  async function sealedForAnother(bytes: Buffer): Promise<Uint8Array> {
    const { archives } = platform();
    const { recipient } = await archives.createIdentity();
    const dump = (async function* () {
      yield Buffer.alloc(bytes.length);
    })();
    const sealed = await archives.seal({ dump, folder: "f", takenAt: new Date(), recipient });
    const pieces: Uint8Array[] = [];
    for await (const piece of sealed.body) pieces.push(piece);
    const other = Buffer.concat([await sealed.head.read(), ...pieces]);
    return Buffer.concat([other, Buffer.alloc(bytes.length)]).subarray(0, bytes.length);
  }
});

test("a full folder: an error with its reason, nothing left there, and the next one elsewhere is good", async () => {
  const disk = mkdtempSync(join(tmpdir(), "berth-disk-"));
  execFileSync("mount", ["-t", "tmpfs", "-o", "size=16m", "berth-test", disk]);
  const [first] = await listStorages();
  const small = await addStorage(berth.ctx, { kind: "folder", name: "small", path: disk });
  await removeStorage(berth.ctx, { storageId: first?.id ?? "" });
  const { ended } = await take();
  expect(ended).toMatchObject({ status: "failed", error: { reason: "storage_full" } });
  expect(stored(disk)).toEqual([]);
  const other = join(berth.dataDir, "other");
  mkdirSync(other);
  await addStorage(berth.ctx, { kind: "folder", name: "other", path: other });
  await removeStorage(berth.ctx, { storageId: small.id });
  expect((await take()).ended.status).toBe("succeeded");
  expect(stored(other)).toHaveLength(1);
  execFileSync("umount", [disk]);
  rmdirSync(disk);
}, 360_000);
