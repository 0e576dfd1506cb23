import type { BackupMethod } from "../backups/backup";
import { formatBytes } from "../units";
import type { EventData } from "./events";
import type { Words } from "./setting-words";

const METHOD_WORDS: Record<BackupMethod, string> = {
  periodic: "Periodic",
  manual: "Manual",
  last: "Last",
  "before-restore": "Preceding",
  uploaded: "Uploaded",
};

type Told =
  | "database_restored"
  | "database_imported"
  | "database_backup_succeeded"
  | "database_backup_failed"
  | "backup_missed"
  | "backup_small"
  | "backup_drill_failed"
  | "backup_downloaded";

const lostNote = (lostFieldTimes: number): string =>
  lostFieldTimes === 0 ? "" : `; ${lostFieldTimes} fields of hashes lost their time to live`;

/** Words of what becomes of backups. */
export const BACKUP_WORDS: { readonly [T in Told]: Words<EventData<T>> } = {
  database_restored: {
    title: "Database Restored",
    did: ({ resourceId }) => `restored a backup into ${resourceId}.`,
    text: ({ resourceId }) => `a backup has been restored into '${resourceId}'`,
  },
  database_imported: {
    title: "Database Imported",
    did: ({ resourceId, source, keys, lostFieldTimes }) =>
      `imported ${keys} keys from ${source} into ${resourceId}${lostNote(lostFieldTimes)}.`,
    text: ({ resourceId, source, keys, lostFieldTimes }) =>
      `${keys} keys from ${source} have been imported into '${resourceId}'${lostNote(lostFieldTimes)}`,
  },
  database_backup_succeeded: {
    title: "Backup Done",
    did: ({ resourceId, bytes, keys }) =>
      `backed up ${resourceId} and proved it: ${keys} keys, ${formatBytes(bytes)}.`,
    text: ({ resourceId, method, backupId }) =>
      `${METHOD_WORDS[method]} backup ${backupId} for '${resourceId}' succeeded`,
    about: ({ method }) => METHOD_WORDS[method].toLowerCase(),
  },
  database_backup_failed: {
    title: "Backup Failed",
    did: ({ resourceId, reason }) => `could not back up ${resourceId}: ${reason}`,
    text: ({ resourceId, method, backupId, reason }) =>
      `${METHOD_WORDS[method]} backup ${backupId} for '${resourceId}' failed: ${reason}`,
    about: ({ method }) => METHOD_WORDS[method].toLowerCase(),
  },
  backup_missed: {
    title: "Backup Missed",
    did: ({ resourceId, hours }) => `noticed that ${resourceId} has had no good backup for ${hours} hours.`,
    text: ({ resourceId, hours }) => `'${resourceId}' has had no good backup for ${hours} hours`,
    about: ({ hours }) => `none for ${hours} hours`,
  },
  backup_small: {
    title: "Backup Small",
    did: ({ resourceId, reason }) =>
      `noticed that a backup of ${resourceId} is suspiciously small: ${reason}`,
    text: ({ resourceId, reason }) => `a backup of '${resourceId}' is suspiciously small: ${reason}`,
  },
  backup_drill_failed: {
    title: "Restore Drill Failed",
    did: ({ resourceId, reason }) =>
      `could not restore the newest backup of ${resourceId} for a trial: ${reason}`,
    text: ({ resourceId, reason }) =>
      `the newest backup of '${resourceId}' could not be restored for a trial: ${reason}`,
  },
  backup_downloaded: {
    title: "Backup Downloaded",
    did: ({ resourceId }) => `made a link to download a backup of ${resourceId}.`,
    text: ({ resourceId, backupId }) => `a link to download backup ${backupId} of '${resourceId}' was made`,
  },
};
