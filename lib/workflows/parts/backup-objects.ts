import { locationOf } from "../../core/backups/storage";
import { DomainError, hasReason } from "../../core/errors";
import { type BackupObjectRow, setObjectFailed, setObjectRemoved } from "../../db/backup-objects";
import type { BackupRow } from "../../db/backups";
import { type StorageRow, setStorageError } from "../../db/storages";
import type { ObjectSource } from "../../ports/archives";
import type { BackupStorage } from "../../ports/backup-storage";
import type { WorkflowContext } from "../deps";
import { findSource } from "./stored-object";

export const openStorageOf = (world: WorkflowContext, storage: StorageRow): BackupStorage =>
  world.openStorage(locationOf(world, storage));

/** True of what a storage itself says as it fails. */
export const isOfStorage = (error: unknown): error is DomainError =>
  hasReason(error, "storage_away", "storage_full", "storage_refused");

/** Keeps what a storage says as it fails, for administrators, and takes it back once it works. @throws what `work` throws. */
export async function noteStorage<T>({ id }: Pick<StorageRow, "id">, work: () => Promise<T>): Promise<T> {
  try {
    const result = await work();
    await setStorageError(id, null);
    return result;
  } catch (error) {
    if (isOfStorage(error)) await setStorageError(id, error.message);
    throw error;
  }
}

type WholeObject = BackupObjectRow & { bytes: number };

/** Every copy of a backup that is whole, in the order of the storages that it was written to. */
export const wholeObjects = ({ objects }: BackupRow): WholeObject[] =>
  objects.flatMap((object) =>
    (object.status === "stored" || object.status === "proven") && object.bytes !== null
      ? [{ ...object, bytes: object.bytes }]
      : [],
  );

/** The first of them. @throws DomainError `conflict` when there is none. */
export function wholeObject(backup: BackupRow): WholeObject {
  const [first] = wholeObjects(backup);
  if (first) return first;
  throw new DomainError("conflict", "backup_gone", "No storage has this backup.");
}

/** What is stored, as it is read; its size is the one that was written. @throws DomainError `conflict` reason `backup_gone` when it is not there. */
export async function sourceOf(
  world: WorkflowContext,
  object: BackupObjectRow & { bytes: number },
): Promise<ObjectSource> {
  const source = await findSource(openStorageOf(world, object.storage), object.name);
  if (!source)
    throw new DomainError(
      "conflict",
      "backup_gone",
      `The backup is gone from the storage ${object.storage.name}.`,
    );
  if (source.bytes !== object.bytes)
    throw new DomainError(
      "invalid",
      "archive_spoilt",
      `The backup in the storage ${object.storage.name} has ${source.bytes} bytes in place of ${object.bytes}.`,
    );
  return source;
}

/** Takes an object away and notes that it is gone. Safe to repeat. */
export async function removeObject(
  world: WorkflowContext,
  { id, name, storage }: Pick<BackupObjectRow, "id" | "name" | "storage">,
): Promise<void> {
  await openStorageOf(world, storage).remove(name);
  await setObjectRemoved(id);
}

/** Attempts that a worker which died had begun: nobody goes on with them. */
export async function giveUpAttempts(backup: BackupRow): Promise<void> {
  for (const { id, status } of backup.objects)
    if (status === "writing") await setObjectFailed(id, "It was cut off and begun anew.");
}
