import { locationOf } from "../../core/backups/storage";
import { DomainError } from "../../core/errors";
import { readRecordsName, recordsPrefix } from "../../core/records/objects";
import { DAILY_KEPT_MS, expiredRecords } from "../../core/records/retention";
import { deleteRecordsBackupsBefore, listProvenRecords } from "../../db/records-backups";
import { listStorages, type StorageRow } from "../../db/storages";
import { describeError, log } from "../log";
import type { RecordsWorld } from "./world";

type Expiry = { provenIds: ReadonlySet<string>; now: Date };

/**
 * Deletes copies of the records whose time is over, by what each storage holds: records that came from one of them do not know all. What
 * cannot be deleted now is deleted after the next backup.
 */
export async function expireRecords(world: RecordsWorld, now: Date): Promise<void> {
  const provenIds = await listProvenRecords();
  for (const storage of await listStorages())
    try {
      await expireIn(world, storage, { provenIds, now });
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      log.warn("records.not_expired", { storageId: storage.id, error: describeError(error) });
    }
  await deleteRecordsBackupsBefore(new Date(now.getTime() - 2 * DAILY_KEPT_MS));
}

async function expireIn(world: RecordsWorld, storage: StorageRow, expiry: Expiry): Promise<void> {
  const opened = world.openStorage(locationOf(world, storage));
  const held: { id: string; takenAt: Date; name: string }[] = [];
  for await (const { name } of opened.list(`${recordsPrefix(world.instance)}${storage.id}/`)) {
    const object = readRecordsName(name);
    if (object) held.push({ id: object.backupId, takenAt: object.takenAt, name });
  }
  const expired = new Set(expiredRecords(held, expiry));
  for (const { id, name } of held) if (expired.has(id)) await opened.remove(name);
}
