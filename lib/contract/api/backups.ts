import { z } from "zod";
import type { BackupConfigView, DownloadLinkView, KeptBackupsView, RestorePreview } from "../backups";
import { VersionId } from "../engines";
import { ApiBackup, toApiBackup } from "./backup";
import { BackupParams } from "./database-backups";
import { ApiOperation } from "./operations";
import { route } from "./route";
import { AppParams, DatabaseParams } from "./shared";

const tag = "Backups";

/** An hour of the day in UTC. */
export const HourUtc = z
  .number({ error: "An hour is a number from 0 to 23." })
  .int({ error: "An hour is a whole number." })
  .min(0, { error: "An hour is a number from 0 to 23." })
  .max(23, { error: "An hour is a number from 0 to 23." });

/** When a database is backed up, and where to. */
export const ApiBackupConfig = z
  .object({
    is_included: z.boolean().describe("False for a plan without backups."),
    is_on: z.boolean(),
    hour_utc: z.number(),
    next_at: z.iso.datetime().nullable(),
    last_proven_at: z.iso.datetime().nullable(),
    manual: z.number().describe("How many manual ones there are."),
    manual_max: z.number().describe("How many of them are kept: one more takes the oldest away."),
    storages: z.array(z.string()),
  })
  .meta({ id: "BackupConfig" });

/** The configuration in the words of the API. */
export const toApiBackupConfig = (view: BackupConfigView): z.infer<typeof ApiBackupConfig> => ({
  is_included: view.isIncluded,
  is_on: view.isOn,
  hour_utc: view.hourUtc,
  next_at: view.nextAt,
  last_proven_at: view.lastProvenAt,
  manual: view.manual,
  manual_max: view.manualMax,
  storages: view.storages,
});

const ApiLink = z.object({
  url: z.string().describe("Opens this one backup for whoever holds it, without a token."),
  file_name: z.string(),
  bytes: z.number(),
  expires_at: z.iso.datetime(),
});

/** A link in the words of the API; `origin` is Berth's own address as the caller reached it. */
export const toApiLink = (view: DownloadLinkView, origin: string): z.infer<typeof ApiLink> => ({
  url: `${origin}${view.path}`,
  file_name: view.fileName,
  bytes: view.bytes,
  expires_at: view.expiresAt,
});

const ApiPreview = z
  .object({
    backup: ApiBackup,
    present: z
      .object({ keys: z.number(), used_memory_bytes: z.number(), version: z.string() })
      .nullable()
      .describe("What the database holds now, which the restore would replace."),
    is_allowed: z.boolean(),
    reason: z.string().nullable().describe("Stable word for why not."),
    message: z.string().nullable().describe("The same for people."),
  })
  .meta({ id: "RestorePreview" });

/** A preview in the words of the API. */
export const toApiPreview = (view: RestorePreview): z.infer<typeof ApiPreview> => ({
  backup: toApiBackup(view.backup),
  present: view.present && {
    keys: view.present.keys,
    used_memory_bytes: view.present.usedMemoryBytes,
    version: view.present.version,
  },
  is_allowed: view.isAllowed,
  reason: view.reason,
  message: view.message,
});

/** What is left of an addon that was removed. */
export const ApiKeptBackups = z
  .object({
    app_name: z.string(),
    resource_id: z.string(),
    addon_id: z.string(),
    removed_at: z.iso.datetime(),
    backups: z.array(ApiBackup),
  })
  .meta({ id: "KeptBackups" });

/** What is left of a removed addon, in the words of the API. */
export const toApiKeptBackups = (view: KeptBackupsView): z.infer<typeof ApiKeptBackups> => ({
  app_name: view.appName,
  resource_id: view.resourceId,
  addon_id: view.addonId,
  removed_at: view.removedAt,
  backups: view.backups.map(toApiBackup),
});

const Backup = z.object({ backup: ApiBackup });
const Begun = z.object({ backup: ApiBackup, operation: ApiOperation });
const Operation = z.object({ operation: ApiOperation });
const Kept = z.object({ kept_backups: z.array(ApiKeptBackups) });

const planId = z.string().min(1, { error: "Choose a plan." }).max(100);
const app = AppParams.shape.app;
const ConfigAnswer = z.object({ backup_config: ApiBackupConfig });

/** Routes about backups, restores and clones, in words of our own. */
export const BACKUP_ROUTES = {
  listBackups: route({
    method: "GET",
    path: "/v1/databases/{database}/backups",
    tag,
    summary: "Backups of a database, newest first, with what is known of each",
    needs: "look",
    params: DatabaseParams,
    answer: z.object({ backups: z.array(ApiBackup) }),
  }),
  createBackup: route({
    method: "POST",
    path: "/v1/databases/{database}/backups",
    tag,
    summary: "Back up now; `Location` names the operation",
    needs: "write",
    params: DatabaseParams,
    status: 201,
    answer: Begun,
  }),
  importBackup: route({
    method: "POST",
    path: "/v1/databases/{database}/backups/import",
    tag,
    summary:
      "Make a backup of a file: the body is the file itself (`application/octet-stream`), a dump of Redis or an archive with one in it, never larger than the plan. It counts once it is proven; `Location` names the operation",
    needs: "write",
    isUpload: true,
    params: DatabaseParams,
    status: 201,
    answer: Backup,
  }),
  getBackup: route({
    method: "GET",
    path: "/v1/backups/{backup}",
    tag,
    summary: "One backup, also of an addon that was removed",
    needs: "look",
    params: BackupParams,
    answer: Backup,
  }),
  getBackupConfig: route({
    method: "GET",
    path: "/v1/databases/{database}/backup_config",
    tag,
    summary: "When a database is backed up, and where to",
    needs: "look",
    params: DatabaseParams,
    answer: ConfigAnswer,
  }),
  setBackupConfig: route({
    method: "PATCH",
    path: "/v1/databases/{database}/backup_config",
    tag,
    summary: "Set the hour, or switch the schedule on or off; what is not given stays",
    needs: "write",
    params: DatabaseParams,
    body: z.object({ is_on: z.boolean().optional(), hour_utc: HourUtc.optional() }),
    answer: ConfigAnswer,
  }),
  createBackupLink: route({
    method: "POST",
    path: "/v1/backups/{backup}/link",
    tag,
    summary:
      "A link to the archive that works for an hour, without a token; parts of it can be asked for (`Range`)",
    needs: "read",
    params: BackupParams,
    status: 201,
    answer: z.object({ link: ApiLink }),
  }),
  previewRestore: route({
    method: "GET",
    path: "/v1/backups/{backup}/restore_preview",
    tag,
    summary: "What a restore would replace, and whether it can be made",
    needs: "look",
    params: BackupParams,
    query: z.object({ database: DatabaseParams.shape.database.optional() }),
    answer: z.object({ preview: ApiPreview }),
  }),
  restoreBackup: route({
    method: "POST",
    path: "/v1/backups/{backup}/restore",
    tag,
    summary:
      "Restore a backup into a database: a new Redis with its data takes over. The present data is backed up first and kept for a day for an undo",
    needs: "write",
    params: BackupParams,
    body: z.object({
      database: DatabaseParams.shape.database,
      accepts_loss: z
        .literal(true, { error: "Confirm that what was written since the backup goes." })
        .describe("What was written since the backup is not in it."),
    }),
    status: 202,
    answer: Operation,
  }),
  restoreIntoNew: route({
    method: "POST",
    path: "/v1/backups/{backup}/restore_into_new",
    tag,
    summary: "Make a new addon of an app with the data of a backup",
    needs: "write",
    params: BackupParams,
    body: z.object({
      app,
      plan_id: planId,
      version: VersionId.optional().describe("Of Redis; that of the backup without it."),
    }),
    status: 202,
    answer: Operation,
  }),
  cloneAddon: route({
    method: "POST",
    path: "/v1/databases/{database}/clone",
    tag,
    summary: "Make a new addon of an app with the present data of this one, of which a backup is taken first",
    needs: "write",
    params: DatabaseParams,
    body: z.object({ app, plan_id: planId.optional().describe("That of the original without it.") }),
    status: 202,
    answer: Operation,
  }),
  listKeptBackups: route({
    method: "GET",
    path: "/v1/apps/{app}/kept_backups",
    tag,
    summary: "Backups of the app's removed addons, which are kept for 30 days",
    needs: "look",
    params: AppParams,
    answer: Kept,
  }),
  listBackupsOfDeletedApps: route({
    method: "GET",
    path: "/v1/kept_backups",
    tag,
    summary: "Backups of deleted apps, for administrators",
    needs: "admin",
    answer: Kept,
  }),
};
