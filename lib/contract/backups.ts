import { z } from "zod";
import { BACKUP_METHODS, BACKUP_STATUSES } from "../core/backups/backup";
import { DatabaseInput } from "./databases";
import { OperationView } from "./operations";

/** A backup as its list shows it. Sizes in bytes. */
export const BackupView = z.object({
  id: z.uuid(),
  resourceId: z.string(),
  addonId: z.string(),
  method: z.enum(BACKUP_METHODS),
  status: z.enum(BACKUP_STATUSES),
  createdAt: z.iso.datetime(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  /** That it was taken of, by its provider. */
  engine: z.string(),
  version: z.string(),
  /** Of the archive as it is downloaded; null before it is known. */
  bytes: z.number().nullable(),
  /** Of the dump within. */
  dumpBytes: z.number().nullable(),
  /** Keys over all databases, and of each by its number. */
  keys: z.number().nullable(),
  keysByDatabase: z.record(z.string(), z.number()).nullable(),
  /** When it was read back and loaded by a Redis of its version. */
  provenAt: z.iso.datetime().nullable(),
  /** When a drill loaded it once more. */
  drilledAt: z.iso.datetime().nullable(),
  /** How long the last load took. */
  loadMs: z.number().nullable(),
  /** Where copies are: one line each. One that failed says when it is tried again at the earliest. */
  copies: z.array(
    z.object({
      storage: z.string(),
      isProven: z.boolean(),
      error: z.string().nullable(),
      nextTryAt: z.iso.datetime().nullable(),
    }),
  ),
  /** Why it is kept, in words: "daily, until 28 December". */
  keptFor: z.string(),
  keptUntil: z.iso.datetime().nullable(),
  /** What a person would call the file. */
  fileName: z.string(),
  error: z.string().nullable(),
  /** The operation that takes it, while there is one to watch. */
  operationId: z.uuid().nullable(),
});
export type BackupView = z.infer<typeof BackupView>;

/** When a database is backed up. `hourUtc` 0 to 23. */
export const BackupConfigView = z.object({
  /** False for a plan without backups. */
  isIncluded: z.boolean(),
  isOn: z.boolean(),
  hourUtc: z.number(),
  nextAt: z.iso.datetime().nullable(),
  lastProvenAt: z.iso.datetime().nullable(),
  /** How many manual ones there are, and how many are kept: one more takes the oldest away. */
  manual: z.number(),
  manualMax: z.number(),
  storages: z.array(z.string()),
});
export type BackupConfigView = z.infer<typeof BackupConfigView>;

/** Names a backup. */
export const BackupInput = z.object({
  backupId: z.uuid({ error: "A backup is named by its id." }),
});
export type BackupInput = z.infer<typeof BackupInput>;

/** What is not given stays as it is. */
export const SetBackupConfigInput = DatabaseInput.extend({
  isOn: z.union([z.boolean(), z.stringbool()]).optional(),
  hourUtc: z.coerce
    .number({ error: "An hour is a number from 0 to 23." })
    .int({ error: "An hour is a whole number." })
    .min(0, { error: "An hour is a number from 0 to 23." })
    .max(23, { error: "An hour is a number from 0 to 23." })
    .optional(),
});
export type SetBackupConfigInput = z.infer<typeof SetBackupConfigInput>;

/** A backup that was begun, and the operation that takes it. */
export const NewBackupView = z.object({ backup: BackupView, operation: OperationView });
export type NewBackupView = z.infer<typeof NewBackupView>;

/** `url` opens this one backup for whoever holds it, without a cookie; `path` is what follows Berth's own address in it. */
export const DownloadLinkView = z.object({
  url: z.string(),
  path: z.string(),
  fileName: z.string(),
  bytes: z.number(),
  expiresAt: z.iso.datetime(),
});
export type DownloadLinkView = z.infer<typeof DownloadLinkView>;

/** Backups of an addon that was removed, newest first. */
export const KeptBackupsView = z.object({
  appName: z.string(),
  resourceId: z.string(),
  addonId: z.string(),
  removedAt: z.iso.datetime(),
  backups: z.array(BackupView),
});
export type KeptBackupsView = z.infer<typeof KeptBackupsView>;

/** Names the app whose removed addons are asked for. */
export const KeptBackupsInput = z.object({ appName: z.string().min(1) });
export type KeptBackupsInput = z.infer<typeof KeptBackupsInput>;

/** What a restore would do. */
export const RestorePreview = z.object({
  backup: BackupView,
  /** What the database holds now. */
  present: z.object({ keys: z.number(), usedMemoryBytes: z.number(), version: z.string() }).nullable(),
  /** False with the reason in words. */
  isAllowed: z.boolean(),
  reason: z.string().nullable(),
  message: z.string().nullable(),
});
export type RestorePreview = z.infer<typeof RestorePreview>;
