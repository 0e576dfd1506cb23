import { randomUUID } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { locationOf } from "../../core/backups/storage";
import { DomainError } from "../../core/errors";
import { readRecordsName, recordsFolder, recordsObjectName, recordsPrefix } from "../../core/records/objects";
import { copyRecords } from "../../db/records/copy-out";
import { loadRecords } from "../../db/records/load";
import { withRecordsSession } from "../../db/records/session";
import { whileAlone, withThrowAwayDatabase } from "../../db/records/throw-away";
import {
  failRecordsBackup,
  findUnfinishedRecordsBackup,
  insertRecordsBackup,
  type RecordsCopy,
  setRecordsBackupDone,
  setRecordsBackupRunning,
} from "../../db/records-backups";
import { listStorages, type StorageRow } from "../../db/storages";
import type { BackupStorage } from "../../ports/backup-storage";
import { noteStorage } from "../../workflows/parts/backup-objects";
import { describeError, log } from "../log";
import { expireRecords } from "./expire";
import { copyObject, getSource } from "./stored";
import { type RecordsWorld, readOwnFiles } from "./world";

/** In the data folder: what is sealed, on its way into the storages. */
const SPOOL_FOLDER = "records-backup.new";
const FILE_NAME = "records.copy";

type Copied = { storage: StorageRow; opened: BackupStorage; name: string };
type Taken = { bytes: number; rows: number; proofMs: number };

/**
 * Takes a backup of Berth's own records: the one that is asked for, or one more. It is sealed, goes into every storage, is read back
 * from each, and counts once it was loaded into a throw-away database and every table there is what it was. One that was cut off is
 * ended first. @throws DomainError with why it failed, which is kept; `conflict` reason `records_busy`.
 */
export const takeRecordsBackup = (world: RecordsWorld): Promise<void> =>
  whileAlone(world.databaseUrl, async (client) => {
    const id = await begin(world);
    const copies: RecordsCopy[] = [];
    const copied: Copied[] = [];
    try {
      const takenAt = new Date();
      const spooled = await seal(world, { id, takenAt });
      await store(world, { spooled, copies, copied, nameIn: nameIn(world, { backupId: id, takenAt }) });
      const prove = (url: string) => proveCopy(world, copied, url);
      const taken = await withThrowAwayDatabase(world.databaseUrl, client, prove);
      await setRecordsBackupDone(id, { ...taken, copies });
      log.info("records.backed_up", { recordsBackupId: id, ...taken });
    } catch (error) {
      log.warn("records.backup_failed", { recordsBackupId: id, error: describeError(error) });
      await removeAll(copied);
      await failRecordsBackup(id, { ...reasonOf(error), copies });
      throw error;
    } finally {
      rmSync(join(world.dataDir, SPOOL_FOLDER), { recursive: true, force: true });
    }
    await expireRecords(world, new Date());
  });

const reasonOf = (error: unknown): { reason: string; message: string } =>
  error instanceof DomainError
    ? { reason: error.reason, message: error.message }
    : { reason: "unexpected", message: "Something unexpected happened. The log has the details." };

const nameIn =
  ({ instance }: RecordsWorld, object: { backupId: string; takenAt: Date }) =>
  (storageId: string): string =>
    recordsObjectName({ instance, storageId, ...object });

/** Whoever is alone and finds one that runs knows that its process is gone. */
async function begin(world: RecordsWorld): Promise<string> {
  const open = await findUnfinishedRecordsBackup();
  if (open?.status === "running") await giveUp(world, open.id);
  const id = open?.status === "scheduled" ? open.id : randomUUID();
  if (open?.status !== "scheduled") await insertRecordsBackup(id);
  await setRecordsBackupRunning(id);
  return id;
}

async function giveUp(world: RecordsWorld, id: string): Promise<void> {
  const left: Copied[] = [];
  for (const storage of await listStorages()) {
    const opened = world.openStorage(locationOf(world, storage));
    try {
      for await (const { name } of opened.list(`${recordsPrefix(world.instance)}${storage.id}/`))
        if (readRecordsName(name)?.backupId === id) left.push({ storage, opened, name });
    } catch (error) {
      // What is left in a storage that is away is no backup that counts.
      if (!(error instanceof DomainError)) throw error;
    }
  }
  await removeAll(left);
  const message = "It was cut off: its process ended, or the machine did.";
  await failRecordsBackup(id, { reason: "cut_off", message, copies: [] });
}

async function removeAll(copies: readonly Copied[]): Promise<void> {
  for (const { opened, name } of copies)
    await opened.remove(name).catch((error: unknown) => {
      if (!(error instanceof DomainError)) throw error;
      log.warn("records.object_left", { name, error: describeError(error) });
    });
}

/** All of one moment, whatever the storages take to write it. */
async function seal(world: RecordsWorld, { id, takenAt }: { id: string; takenAt: Date }): Promise<Spooled> {
  const path = join(world.dataDir, SPOOL_FOLDER);
  rmSync(path, { recursive: true, force: true });
  mkdirSync(path, { mode: 0o700 });
  const spool = world.openStorage({ kind: "folder", path });
  const { recipient } = await world.backupKey.load();
  await withRecordsSession(world.databaseUrl, async (client) => {
    const { head, body } = await world.archives.seal({
      dump: copyRecords(client, readOwnFiles(world)),
      folder: recordsFolder(takenAt),
      fileName: FILE_NAME,
      takenAt,
      recipient,
    });
    await spool.put({ name: id, head, body });
  });
  return { spool, name: id };
}

type Spooled = { spool: BackupStorage; name: string };
type Storing = {
  spooled: Spooled;
  copies: RecordsCopy[];
  copied: Copied[];
  nameIn: (storageId: string) => string;
};

/** A storage that fails has no copy, which is told; one copy is enough to count. @throws what the first one said when none has it. */
async function store(world: RecordsWorld, { spooled, copies, copied, nameIn }: Storing): Promise<void> {
  let failure: unknown = new DomainError(
    "conflict",
    "no_storage",
    "There is no storage for backups. Add one.",
  );
  for (const storage of await listStorages()) {
    const opened = world.openStorage(locationOf(world, storage));
    const name = nameIn(storage.id);
    try {
      await noteStorage(storage, () => copyObject(spooled.spool, opened, { from: spooled.name, to: name }));
      copied.push({ storage, opened, name });
      copies.push({ storageId: storage.id, storage: storage.name, error: null });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      copies.push({ storageId: storage.id, storage: storage.name, error: error.message });
      await removeAll([{ storage, opened, name }]);
      if (copies.length === 1) failure = error;
    }
  }
  if (copied.length === 0) throw failure;
}

/** Every copy is the same, as was seen: one of them is opened and loaded. */
async function proveCopy(world: RecordsWorld, [copy]: readonly Copied[], url: string): Promise<Taken> {
  if (!copy) throw new Error("there is no copy to prove");
  const startedAt = Date.now();
  const source = await getSource(copy.opened, copy.name);
  const { identity } = await world.backupKey.load();
  const content = world.archives.readDump(source, identity);
  const { rows } = await loadRecords(url, { content, prismaDir: world.prismaDir });
  return { bytes: source.bytes, rows, proofMs: Date.now() - startedAt };
}
