import { archiveFolder } from "../../core/backups/backup";
import { DomainError, onlyUnavailable } from "../../core/errors";
import { formatBytes } from "../../core/units";
import { backupEnded, recordDump, setBackupRunning } from "../../db/backup-changes";
import { beginObject, setObjectFailed } from "../../db/backup-objects";
import { type BackupRow, loadBackup } from "../../db/backups";
import { transaction } from "../../db/client";
import { type DatabaseRow, loadDatabase } from "../../db/databases";
import type { NodeRow } from "../../db/nodes";
import { listStorages, type StorageRow } from "../../db/storages";
import type { BackupStorage } from "../../ports/backup-storage";
import type { RedisInfo } from "../../ports/redis-admin";
import type { StepSelf, WorkflowContext } from "../deps";
import { giveUpAttempts, isOfStorage, noteStorage, openStorageOf, removeObject } from "./backup-objects";
import { targetOfNode } from "./database";
import { onlyDomainErrors } from "./ending";
import { withLentCore } from "./lent-core";
import { withProgress } from "./progress";

type Taken = { backup: BackupRow; database: DatabaseRow; node: NodeRow };

/**
 * Streams the data of the node that serves into the first storage that takes it, sealed. A try that is repeated begins anew under another
 * name; one that is whole stays. @throws DomainError with what the node or the storage said.
 */
export async function takeDump(world: WorkflowContext, backupId: string, self: StepSelf): Promise<void> {
  const backup = await loadBackup(backupId);
  if (backup.objects.some(({ status }) => status === "stored" || status === "proven")) return;
  if (!(await setBackupRunning(backupId))) throw backupEnded();
  const database = await loadDatabase(backup.databaseId);
  const taken = { backup, database, node: assertServing(database) };
  await giveUpAttempts(backup);
  const [first, ...others] = await listStorages();
  if (!first) throw new DomainError("conflict", "no_storage", "There is no storage for backups. Add one.");
  await withLentCore(world, [taken], () => storeInAny(world, taken, [first, ...others], self));
}

function assertServing({ nodes }: DatabaseRow): NodeRow {
  const node = nodes.find(({ status }) => status === "active");
  if (!node || node.dataGoneAt)
    throw new DomainError("conflict", "not_running", "The database does not run: there is nothing to take.");
  return node;
}

/** A storage that is away or full is passed over. @throws what the last one said. */
async function storeInAny(
  world: WorkflowContext,
  taken: Taken,
  storages: readonly [StorageRow, ...StorageRow[]],
  self: StepSelf,
): Promise<void> {
  let failure: unknown;
  for (const storage of storages)
    try {
      await noteStorage(storage, () => store(world, taken, storage, self));
      return;
    } catch (error) {
      if (!isOfStorage(error)) throw error;
      failure = error;
    }
  throw failure;
}

async function store(
  world: WorkflowContext,
  { backup, database, node }: Taken,
  storage: StorageRow,
  self: StepSelf,
): Promise<void> {
  const target = targetOfNode(world, database, node);
  const opened = openStorageOf(world, storage);
  const before = await world.redis.info(target);
  await assertRoom(opened, storage, before);
  const object = await beginObject({ instance: world.instance, storageId: storage.id }, backup);
  try {
    const dump = await world.dumps.dump(target, before);
    const { recipient } = await world.backupKey.load();
    const sealed = await world.archives.seal({
      dump: withProgress(dump.content, { self, totalBytes: dump.totalBytes ?? before.usedMemoryBytes }),
      folder: archiveFolder(backup),
      takenAt: backup.createdAt,
      recipient,
    });
    const { bytes } = await opened.put({ name: object.name, ...sealed });
    const after = await world.redis.info(target).catch(onlyUnavailable);
    const figures = {
      ...sealed.figures(),
      engine: before.provider,
      version: before.version,
      usedMemoryBytes: before.usedMemoryBytes,
      keysAtStart: before.keysByDatabase,
      keysAtEnd: after?.keysByDatabase ?? null,
    };
    const stored = { id: backup.id, objectId: object.id, objectBytes: bytes };
    await transaction((tx) => recordDump(tx, stored, figures));
  } catch (error) {
    onlyDomainErrors(error);
    await setObjectFailed(object.id, error instanceof Error ? error.message : "");
    // What cannot be taken away now is taken away by the upkeep.
    await removeObject(world, { ...object, storage }).catch(onlyDomainErrors);
    throw error;
  }
}

/** Packed and sealed, data takes less than in memory: a storage without even that much room is told at once. */
async function assertRoom(
  opened: BackupStorage,
  { name }: StorageRow,
  { usedMemoryBytes }: RedisInfo,
): Promise<void> {
  const freeBytes = await opened.freeBytes();
  if (freeBytes === null || freeBytes >= usedMemoryBytes) return;
  throw new DomainError(
    "conflict",
    "storage_full",
    `The storage ${name} has ${formatBytes(Math.max(0, freeBytes))} free, and the data takes up to ${formatBytes(usedMemoryBytes)}. Make room there, or add another storage.`,
  );
}
