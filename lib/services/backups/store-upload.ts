import { randomUUID } from "node:crypto";
import { archiveFolder, objectNameOf } from "../../core/backups/backup";
import { locationOf } from "../../core/backups/storage";
import { DomainError } from "../../core/errors";
import { insertObject, setObjectStored } from "../../db/backup-objects";
import { type BackupRow, recordDump } from "../../db/backups";
import { transaction } from "../../db/client";
import { listStorages } from "../../db/storages";
import type { Ports } from "../context";

const FIRST_ATTEMPT = 1;

/** Seals a dump into the first storage while it comes; nothing of it is kept anywhere else. */
export async function storeUpload(
  ports: Ports,
  backup: BackupRow,
  dump: AsyncIterable<Uint8Array>,
): Promise<void> {
  const [storage] = await listStorages();
  if (!storage) throw new DomainError("conflict", "no_storage", "There is no storage for backups.");
  const { recipient } = await ports.backupKey.load();
  const { createdAt: takenAt, version } = backup;
  const sealed = await ports.archives.seal({ dump, folder: archiveFolder(backup), takenAt, recipient });
  const object = { id: randomUUID(), backupId: backup.id, storageId: storage.id, attempt: FIRST_ATTEMPT };
  const name = objectNameOf({ ...backup, ...object, instance: ports.instance });
  await insertObject({ ...object, name });
  const { bytes } = await ports.openStorage(locationOf(ports, storage)).put({
    name,
    head: sealed.head,
    body: sealed.body,
  });
  const unknown = { usedMemoryBytes: null, keysAtStart: null, keysAtEnd: null };
  await transaction(async (tx) => {
    await setObjectStored(tx, object.id, bytes);
    await recordDump(tx, backup.id, { version, ...sealed.figures(), ...unknown });
  });
}
