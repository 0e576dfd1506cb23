import type { StorageView } from "../../contract/storages";
import { locationOf, placeOf } from "../../core/backups/storage";
import { DomainError } from "../../core/errors";
import { readRecordsName } from "../../core/records/objects";
import { listKnownNames, sumObjects } from "../../db/backup-objects";
import type { StorageRow } from "../../db/storages";
import type { BackupStorage } from "../../ports/backup-storage";
import type { Ports } from "../context";

/** What the records and the storage itself say. */
export async function storageView(
  ports: Pick<Ports, "cipher" | "openStorage" | "instance">,
  storage: StorageRow,
): Promise<StorageView> {
  const { id, name, settings, createdAt, lastError, lastErrorAt } = storage;
  const { backups, bytes } = await sumObjects(id);
  return {
    id,
    name,
    kind: settings.kind,
    place: placeOf(settings),
    endpoint: settings.kind === "s3" ? settings.endpoint : null,
    createdAt: createdAt.toISOString(),
    lastError: lastError && lastErrorAt ? { message: lastError, at: lastErrorAt.toISOString() } : null,
    backups,
    bytes,
    ...(await look(ports, storage)),
  };
}

type Seen = Pick<StorageView, "freeBytes" | "unknownObjects" | "error">;

async function look(
  ports: Pick<Ports, "cipher" | "openStorage" | "instance">,
  storage: StorageRow,
): Promise<Seen> {
  const opened = ports.openStorage(locationOf(ports, storage));
  try {
    return {
      freeBytes: await opened.freeBytes(),
      unknownObjects: await countUnknown(opened, { instance: ports.instance, storageId: storage.id }),
      error: null,
    };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { freeBytes: null, unknownObjects: null, error: error.message };
  }
}

/** Objects of this Berth that no record knows: they are told, and never deleted by themselves. */
async function countUnknown(
  opened: BackupStorage,
  { instance, storageId }: { instance: string; storageId: string },
): Promise<number> {
  const known = await listKnownNames(storageId);
  let count = 0;
  for await (const { name } of opened.list(`${instance}/`))
    if (!known.has(name) && !readRecordsName(name)) count++;
  return count;
}
