import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, rmdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { MIB } from "../../core/units";
import type { BackupStorage } from "../../ports/backup-storage";
import { objectOf } from "../../ports/backup-storage.contract";
import { folderStorage } from "./folder";

const DISK_MIB = 64;
const full = { code: "conflict", reason: "storage_full", message: expect.stringContaining("full") };

/** A disk of its own, which takes root: `bin/test` runs as it. */
let disk: string;
let storage: BackupStorage;
beforeEach(() => {
  disk = mkdtempSync(join(tmpdir(), "berth-disk-"));
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${DISK_MIB}m`, "berth-test", disk]);
  storage = folderStorage(disk);
});
afterEach(() => {
  execFileSync("umount", [disk]);
  rmdirSync(disk);
});

const listed = () =>
  readdirSync(disk, { recursive: true, encoding: "utf8" }).filter((name) => name.includes(".age"));
const unfinished = () => readdirSync(join(disk, ".unfinished"));

it("an object that does not fit is given up while it is written, and leaves nothing", async () => {
  const putting = storage.put(objectOf("a/large.age", randomBytes((DISK_MIB + 10) * MIB)));
  await expect(putting).rejects.toMatchObject(full);
  expect(unfinished()).toEqual([]);
  expect(listed()).toEqual([]);
  expect(await storage.freeBytes()).toBeGreaterThan(50 * MIB);
  await storage.put(objectOf("a/small.age", randomBytes(MIB)));
});

it("a small part of the disk stays free for others", async () => {
  await expect(storage.put(objectOf("a/a.age", randomBytes(62 * MIB)))).rejects.toMatchObject(full);
  await storage.put(objectOf("a/b.age", randomBytes(40 * MIB)));
  const free = await storage.freeBytes();
  expect(free).toBeGreaterThan(15 * MIB);
  expect(free).toBeLessThan(22 * MIB);
});

it("on a full disk nothing is begun, and what is there is read on", async () => {
  await storage.put(objectOf("a/there.age", randomBytes(10 * MIB)));
  writeFileSync(join(disk, "of-others"), randomBytes(51 * MIB));
  let isAsked = false;
  const body = (async function* () {
    isAsked = true;
    yield randomBytes(10);
  })();
  const head = { bytes: MIB, read: async () => randomBytes(MIB) };
  await expect(storage.put({ name: "a/more.age", head, body })).rejects.toMatchObject(full);
  expect(isAsked).toBe(false);
  expect(await storage.freeBytes()).toBe(0);
  let bytes = 0;
  for await (const piece of await storage.read("a/there.age")) bytes += piece.length;
  expect(bytes).toBe(10 * MIB);
  rmSync(join(disk, "of-others"));
  await storage.put(objectOf("a/more.age", randomBytes(MIB)));
});

it("a disk that others fill to the last byte meanwhile ends a put as full", async () => {
  const body = (async function* () {
    yield randomBytes(2 * MIB);
    // To the last byte: what root may take is not asked about.
    try {
      writeFileSync(join(disk, "of-others"), randomBytes(DISK_MIB * MIB));
    } catch {
      // It is full.
    }
    yield randomBytes(2 * MIB);
  })();
  const head = { bytes: 1, read: async () => randomBytes(1) };
  await expect(storage.put({ name: "a/a.age", head, body })).rejects.toMatchObject(full);
  expect(unfinished()).toEqual([]);
});

it("a disk that may only be read refuses in words, and is read", async () => {
  await storage.put(objectOf("a/there.age", randomBytes(10)));
  execFileSync("mount", ["-o", "remount,ro", disk]);
  const refused = { code: "conflict", reason: "storage_refused", message: expect.stringContaining(disk) };
  await expect(storage.put(objectOf("a/more.age", randomBytes(10)))).rejects.toMatchObject(refused);
  await expect(storage.remove("a/there.age")).rejects.toMatchObject(refused);
  expect(await storage.stat("a/there.age")).not.toBeNull();
});
