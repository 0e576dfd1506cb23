import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { BackupStorage } from "../../ports/backup-storage";
import { backupStorageContract, objectOf } from "../../ports/backup-storage.contract";
import { folderStorage } from "./folder";

let folder: string;
let storage: BackupStorage;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "berth-storage-"));
  storage = folderStorage(folder);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

backupStorageContract(async () => ({ storage }));

async function listed(): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of storage.list("")) names.push(name);
  return names;
}
const unfinished = () => readdirSync(join(folder, ".unfinished"));

describe("a folder", () => {
  it("its files are read by their owner alone", async () => {
    await storage.put(objectOf("a/b/one.age", Buffer.alloc(100_000)));
    expect(statSync(join(folder, "a/b/one.age")).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, "a/b")).mode & 0o777).toBe(0o700);
  });

  it("nothing is left beside an object that was stored, or was not", async () => {
    await storage.put(objectOf("a/one.age", Buffer.alloc(100_000)));
    const body = (async function* () {
      yield Buffer.alloc(100_000);
      throw new Error("cut");
    })();
    const head = { bytes: 1, read: async () => Buffer.alloc(1) };
    await expect(storage.put({ name: "a/two.age", head, body })).rejects.toThrow("cut");
    expect(unfinished()).toEqual([]);
  });

  it("what a dead process left unfinished goes a day later, and no object ever does", async () => {
    await storage.put(objectOf("a/one.age", Buffer.alloc(10)));
    const dayAgo = new Date(Date.now() - 25 * 3_600_000);
    utimesSync(join(folder, "a/one.age"), dayAgo, dayAgo);
    for (const name of ["old", "young"]) writeFileSync(join(folder, ".unfinished", name), "half");
    utimesSync(join(folder, ".unfinished/old"), dayAgo, dayAgo);
    await storage.removeUnfinished();
    expect(unfinished()).toEqual(["young"]);
    expect(await storage.stat("a/one.age")).not.toBeNull();
  });

  it("a folder that is not there is a storage that is away, not an empty one", async () => {
    rmSync(folder, { recursive: true });
    const away = { code: "unavailable", reason: "storage_away" };
    await expect(storage.put(objectOf("a/one.age", Buffer.alloc(10)))).rejects.toMatchObject(away);
    await expect(storage.stat("a/one.age")).rejects.toMatchObject(away);
    await expect(storage.read("a/one.age")).rejects.toMatchObject(away);
    await expect(storage.remove("a/one.age")).rejects.toMatchObject(away);
    await expect(storage.removeUnfinished()).rejects.toMatchObject(away);
    await expect(storage.freeBytes()).rejects.toMatchObject(away);
    await expect(listed()).rejects.toMatchObject(away);
    expect(() => statSync(folder)).toThrow("ENOENT");
  });

  it("a file in the place of the folder is refused in words", async () => {
    rmSync(folder, { recursive: true });
    writeFileSync(folder, "");
    const refused = { code: "conflict", reason: "storage_refused", message: expect.stringContaining(folder) };
    await expect(storage.put(objectOf("a/one.age", Buffer.alloc(10)))).rejects.toMatchObject(refused);
  });

  it("what others put there is no object unless it is a plain file with such a name", async () => {
    mkdirSync(join(folder, "a"));
    writeFileSync(join(folder, "a/.hidden"), "");
    symlinkSync("/etc/hostname", join(folder, "a/link"));
    mkdirSync(join(folder, "a/folder"));
    writeFileSync(join(folder, "a/file"), "x");
    expect(await listed()).toEqual(["a/file"]);
    expect(await storage.stat("a/folder")).toBeNull();
  });
});
