import { archiveFolder } from "../../core/backups/backup";
import { locationOf } from "../../core/backups/storage";
import { DomainError } from "../../core/errors";
import { recordDump } from "../../db/backup-changes";
import { beginObject } from "../../db/backup-objects";
import type { BackupRow } from "../../db/backups";
import { transaction } from "../../db/client";
import { listStorages } from "../../db/storages";
import type { Ports } from "../context";

/** Seals a dump into the first storage while it comes: it comes once, so that there is no trying another; nothing of it is kept anywhere else. */
export async function storeUpload(
  ports: Ports,
  backup: BackupRow,
  dump: AsyncIterable<Uint8Array>,
): Promise<void> {
  const [storage] = await listStorages();
  if (!storage) throw new DomainError("conflict", "no_storage", "There is no storage for backups.");
  const { recipient } = await ports.backupKey.load();
  const { id, createdAt: takenAt, engine, version } = backup;
  const sealed = await ports.archives.seal({ dump, folder: archiveFolder(backup), takenAt, recipient });
  const object = await beginObject({ instance: ports.instance, storageId: storage.id }, backup);
  const { bytes } = await ports.openStorage(locationOf(ports, storage)).put({ name: object.name, ...sealed });
  const unknown = { usedMemoryBytes: null, keysAtStart: null, keysAtEnd: null };
  const stored = { id, objectId: object.id, objectBytes: bytes };
  await transaction((tx) => recordDump(tx, stored, { engine, version, ...sealed.figures(), ...unknown }));
}
