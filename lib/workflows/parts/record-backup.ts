import { isOwn, sumKeys } from "../../core/backups/backup";
import { whySmall } from "../../core/backups/plausible";
import { setBackupDone } from "../../db/backup-changes";
import { setBackupMade } from "../../db/backup-configs";
import { type BackupRow, listBackups, loadBackup } from "../../db/backups";
import { transaction } from "../../db/client";
import { type EventSubject, insertEvent } from "../../db/events";

/** So many backups before it say what is usual. */
const FORMER_MAX = 7;

/** From here on it counts; people are told, also of one that is suspiciously small. Safe to repeat. */
export async function recordBackup(backupId: string): Promise<void> {
  const backup = await loadBackup(backupId);
  const why = await findWhySmall(backup);
  const { method, resourceId } = backup;
  const data = { resourceId, backupId, method };
  const found = { bytes: backup.archiveBytes ?? 0, keys: sumKeys(backup.keysByDatabase ?? {}) };
  await transaction(async (tx) => {
    if (!(await setBackupDone(tx, backupId))) return;
    if (isOwn(backup)) await setBackupMade(tx, backup.databaseId);
    await insertEvent(tx, subjectOf(backup), {
      type: "database_backup_succeeded",
      data: { ...data, ...found },
    });
    if (why)
      await insertEvent(tx, subjectOf(backup), { type: "backup_small", data: { ...data, reason: why } });
  });
}

/** What is told of a backup stands with the operation that took it. */
export const subjectOf = ({ appId, databaseId, operationId }: BackupRow): EventSubject => ({
  appId,
  databaseId,
  operationId,
  actorId: null,
});

async function findWhySmall(backup: BackupRow): Promise<string | null> {
  if (!isOwn(backup)) return null;
  const former = (await listBackups(backup.databaseId)).filter(
    (one) => one.status === "done" && isOwn(one) && one.number < backup.number,
  );
  return whySmall({
    keysAtStart: backup.keysAtStart,
    keysAtEnd: backup.keysAtEnd,
    keysByDatabase: backup.keysByDatabase ?? {},
    dumpBytes: backup.dumpBytes ?? 0,
    formerBytes: former.slice(0, FORMER_MAX).flatMap(({ dumpBytes }) => dumpBytes ?? []),
  });
}
