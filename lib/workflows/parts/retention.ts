import { decideRetention, REMOVED_KEPT_MS } from "../../core/backups/retention";
import { setBackupDeleted } from "../../db/backup-changes";
import { type BackupRow, listBackups } from "../../db/backups";
import type { WorkflowContext } from "../deps";
import { removeObject } from "./backup-objects";
import { onlyDomainErrors } from "./ending";

/**
 * Deletes the backups of a database whose time is over, and forgets those that failed long ago. What is listed can be read: a backup is
 * taken off the list first, and an object that cannot be deleted now is deleted by the upkeep.
 */
export async function applyRetention(world: WorkflowContext, databaseId: string, now: Date): Promise<void> {
  const backups = await listBackups(databaseId);
  const removedAt = backups[0]?.removedAt ?? null;
  const done = backups.filter(({ status }) => status === "done");
  const { deletedIds } = decideRetention(done, { now, removedAt });
  for (const backup of backups)
    if (deletedIds.includes(backup.id) || isOldFailure(backup, now)) await deleteBackup(world, backup);
}

const isOldFailure = ({ status, createdAt }: BackupRow, now: Date): boolean =>
  status === "error" && now.getTime() - createdAt.getTime() > REMOVED_KEPT_MS;

async function deleteBackup(world: WorkflowContext, { id, objects }: BackupRow): Promise<void> {
  await setBackupDeleted(id);
  for (const object of objects) await removeObject(world, object).catch(onlyDomainErrors);
}
