import { beginObject, setObjectFailed, setObjectProven, setObjectStored } from "../../db/backup-objects";
import { type BackupRow, loadBackup } from "../../db/backups";
import { transaction } from "../../db/client";
import { listStorages, type StorageRow } from "../../db/storages";
import type { StepSelf, WorkflowContext } from "../deps";
import { noteStorage, openStorageOf, removeObject, sourceOf, wholeObject } from "./backup-objects";
import { onlyDomainErrors } from "./ending";
import { withProgress } from "./progress";
import { assertCopied, writeCopy } from "./stored-object";

/**
 * Copies the stored bytes into every other storage and compares them there. A storage that fails has no copy, which its line in the list
 * tells; the backup counts all the same.
 */
export async function copyBackup(world: WorkflowContext, backupId: string, self: StepSelf): Promise<void> {
  const backup = await loadBackup(backupId);
  const first = wholeObject(backup);
  for (const storage of await listStorages()) {
    if (storage.id === first.storage.id) continue;
    await noteStorage(storage, () => copyTo(world, backup, storage, self)).catch(onlyDomainErrors);
  }
}

export async function copyTo(
  world: WorkflowContext,
  backup: BackupRow,
  storage: StorageRow,
  self: StepSelf,
): Promise<void> {
  const earlier = backup.objects.filter((object) => object.storage.id === storage.id);
  if (earlier.some(({ status }) => status === "proven")) return;
  // One that was whole but not compared before the worker died is begun anew.
  for (const { id, status } of earlier)
    if (status !== "failed") await setObjectFailed(id, "It was cut off and begun anew.");
  const source = await sourceOf(world, wholeObject(backup));
  const opened = openStorageOf(world, storage);
  const object = await beginObject({ instance: world.instance, storageId: storage.id }, backup);
  try {
    const { bytes, sha256 } = await writeCopy({
      source,
      storage: opened,
      name: object.name,
      watch: (body) => withProgress(body, { self, totalBytes: source.bytes }),
    });
    await transaction((tx) => setObjectStored(tx, object.id, bytes));
    await assertCopied(opened, object.name, sha256);
    await setObjectProven(object.id, sha256);
  } catch (error) {
    onlyDomainErrors(error);
    await setObjectFailed(object.id, error instanceof Error ? error.message : "");
    await removeObject(world, { ...object, storage }).catch(onlyDomainErrors);
    throw error;
  }
}
