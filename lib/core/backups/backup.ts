/** How a backup came to be: by the schedule, by a person, when its addon was removed, before data was replaced, or of a file. Stored. */
export const BACKUP_METHODS = ["periodic", "manual", "last", "before-restore", "uploaded"] as const;
/** One of BACKUP_METHODS. */
export type BackupMethod = (typeof BACKUP_METHODS)[number];

/** False of a file that a person brought: it may be of another database, and of any time. */
export const isOwn = ({ method }: { method: BackupMethod }): boolean => method !== "uploaded";

/** States of a backup in their order; `done` only once it was read back and loaded. */
export const BACKUP_STATUSES = ["scheduled", "running", "done", "error"] as const;
/** One of BACKUP_STATUSES. */
export type BackupStatus = (typeof BACKUP_STATUSES)[number];

/** Keys of each database by its number. */
export type KeyCounts = Readonly<Record<string, number>>;

/** Keys over all databases. */
export const sumKeys = (counts: KeyCounts): number =>
  Object.values(counts).reduce((total, count) => total + count, 0);

/** `20260102T030405Z` without what separates, or `20260102030405` for file names of people. UTC. */
const digitsOf = (at: Date): string => at.toISOString().replace(/[-:]|\.\d+/g, "");

/** The folder in an archive, and its name before `.tar.gz`: `<YYYYMMDDHHMMSS>_<resource id>`. */
export const archiveFolder = (backup: { createdAt: Date; resourceId: string }): string =>
  `${digitsOf(backup.createdAt).replace(/[TZ]/g, "")}_${backup.resourceId}`;

/** The file that people download. */
export const archiveFileName = (backup: { createdAt: Date; resourceId: string }): string =>
  `${archiveFolder(backup)}.tar.gz`;

/** The name of an object in a storage, which no other attempt has. */
export const objectNameOf = (object: {
  instance: string;
  databaseId: string;
  backupId: string;
  createdAt: Date;
  attempt: number;
}): string =>
  `${object.instance}/${object.databaseId}/${digitsOf(object.createdAt)}-${object.backupId}-${object.attempt}.tar.gz.age`;
