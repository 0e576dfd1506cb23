import { z } from "zod";
import { BACKUP_STATUSES } from "../../core/backups/backup";
import type { OperationStatus } from "../../core/operations/state";
import type { BackupView } from "../backups";
import type { OperationView } from "../operations";
import { route } from "./route";
import { DatabaseParams } from "./shared";

const tag = "Backups of a database";

/** A backup in a path. */
export const BackupParams = z.object({ backup: z.uuid().describe("Id of the backup.") });

const METHODS = ["periodic", "manual"] as const;

/** A backup in the reference's words. */
const ApiDatabaseBackup = z
  .object({
    id: z.string(),
    created_at: z.iso.datetime(),
    started_at: z.iso.datetime().nullable(),
    name: z.string().describe("Of the file, as it is downloaded."),
    size: z.number().nullable().describe("Of that file, in bytes; null before it is known."),
    status: z.enum(BACKUP_STATUSES).describe("`done` once it was read back and loaded."),
    database_id: z.string().describe("Id of the addon: `ad-…`."),
    method: z.enum(METHODS).describe("`manual` is whatever the schedule has not taken."),
  })
  .meta({ id: "DatabaseBackup" });

/** The vendor knows two ways to come by a backup. */
export const apiMethodOf = (method: string): (typeof METHODS)[number] =>
  method === "periodic" ? "periodic" : "manual";

/** A backup as the database API shows it. */
export const toApiDatabaseBackup = (view: BackupView): z.infer<typeof ApiDatabaseBackup> => ({
  id: view.id,
  created_at: view.createdAt,
  started_at: view.startedAt,
  name: view.fileName,
  size: view.bytes,
  status: view.status,
  database_id: view.addonId,
  method: apiMethodOf(view.method),
});

const RESTORATION_STATUS = {
  queued: "scheduled",
  running: "running",
  succeeded: "done",
  failed: "error",
} as const satisfies Record<OperationStatus, string>;

const ApiRestoration = z
  .object({
    id: z.string().describe("That of the operation."),
    created_at: z.iso.datetime(),
    started_at: z.iso.datetime().nullable(),
    ended_at: z.iso.datetime().nullable(),
    method: z.literal("backup"),
    status: z.enum(Object.values(RESTORATION_STATUS)),
    database_id: z.string(),
    source_backup_id: z.string(),
  })
  .meta({ id: "BackupRestoration" });

/** An operation that restores a backup, as the database API shows it. */
export const toApiRestoration = (
  view: OperationView,
  of: { addonId: string; backupId: string },
): z.infer<typeof ApiRestoration> => ({
  id: view.id,
  created_at: view.createdAt,
  started_at: view.steps[0]?.startedAt ?? null,
  ended_at: view.finishedAt,
  method: "backup",
  status: RESTORATION_STATUS[view.status],
  database_id: of.addonId,
  source_backup_id: of.backupId,
});

const Backup = z.object({ database_backup: ApiDatabaseBackup });
const BackupOfDatabaseParams = DatabaseParams.extend(BackupParams.shape);

/** Routes of the database API about backups, in the reference's words. */
export const DATABASE_BACKUP_ROUTES = {
  listDatabaseBackups: route({
    method: "GET",
    path: "/api/databases/{database}/backups",
    tag,
    summary: "Backups of a database, newest first",
    needs: "look",
    params: DatabaseParams,
    answer: z.object({ database_backups: z.array(ApiDatabaseBackup) }),
  }),
  createDatabaseBackup: route({
    method: "POST",
    path: "/api/databases/{database}/backups",
    tag,
    summary: "Back up now; `Location` names the operation",
    needs: "write",
    params: DatabaseParams,
    status: 201,
    answer: Backup,
  }),
  getDatabaseBackup: route({
    method: "GET",
    path: "/api/backups/{backup}",
    tag,
    summary: "One backup",
    needs: "look",
    params: BackupParams,
    answer: Backup,
  }),
  getBackupOfDatabase: route({
    method: "GET",
    path: "/api/databases/{database}/backups/{backup}",
    tag,
    summary: "The same, by the database",
    needs: "look",
    params: BackupOfDatabaseParams,
    answer: Backup,
  }),
  getBackupArchive: route({
    method: "GET",
    path: "/api/databases/{database}/backups/{backup}/archive",
    tag,
    summary:
      "Where the archive can be downloaded for an hour, without a token: a `.tar.gz` with one folder and `dump.rdb` in it; parts of it can be asked for",
    needs: "read",
    params: BackupOfDatabaseParams,
    answer: z.object({ download_url: z.string() }),
  }),
  restoreDatabaseBackup: route({
    method: "POST",
    path: "/api/databases/{database}/backups/{backup}/restore",
    tag,
    summary:
      "Restore a backup into the database: a new Redis with its data takes over. The present data is backed up first and kept for a day for an undo",
    needs: "write",
    params: BackupOfDatabaseParams,
    answer: ApiRestoration,
  }),
  getBackupRestoration: route({
    method: "GET",
    path: "/api/databases/{database}/backup_restorations/{restoration}",
    tag,
    summary: "How far a restore is",
    needs: "look",
    params: DatabaseParams.extend({ restoration: z.uuid() }),
    answer: z.object({ backup_restoration: ApiRestoration }),
  }),
};
