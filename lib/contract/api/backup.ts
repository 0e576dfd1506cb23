import { z } from "zod";
import { BACKUP_METHODS, BACKUP_STATUSES } from "../../core/backups/backup";
import type { BackupView } from "../backups";

/** A backup with all that is known of it. */
export const ApiBackup = z
  .object({
    id: z.string(),
    resource_id: z.string(),
    addon_id: z.string(),
    method: z
      .enum(BACKUP_METHODS)
      .describe(
        "`last` is taken when an addon is removed, `before-restore` before data is replaced; `uploaded` is a file that somebody brought.",
      ),
    status: z.enum(BACKUP_STATUSES),
    created_at: z.iso.datetime(),
    started_at: z.iso.datetime().nullable(),
    finished_at: z.iso.datetime().nullable(),
    version: z.string().describe("Of Redis, when it was taken."),
    file_name: z.string(),
    bytes: z.number().nullable().describe("Of the archive, as it is downloaded."),
    dump_bytes: z.number().nullable().describe("Of the dump within."),
    keys: z.number().nullable(),
    keys_by_database: z.record(z.string(), z.number()).nullable(),
    proven_at: z.iso.datetime().nullable().describe("When it was read back and loaded by a Redis."),
    drilled_at: z.iso.datetime().nullable().describe("When a drill loaded it once more."),
    load_ms: z.number().nullable().describe("How long the last load took."),
    copies: z.array(
      z.object({
        storage: z.string(),
        is_proven: z.boolean(),
        error: z.string().nullable(),
        next_try_at: z.iso.datetime().nullable(),
      }),
    ),
    kept_for: z.string().describe("Why it is kept, in words."),
    kept_until: z.iso.datetime().nullable(),
    error: z.string().nullable(),
    operation_id: z.string().nullable().describe("The operation that takes it."),
  })
  .meta({ id: "Backup" });

/** A backup in the words of the API. */
export const toApiBackup = (view: BackupView): z.infer<typeof ApiBackup> => ({
  id: view.id,
  resource_id: view.resourceId,
  addon_id: view.addonId,
  method: view.method,
  status: view.status,
  created_at: view.createdAt,
  started_at: view.startedAt,
  finished_at: view.finishedAt,
  version: view.version,
  file_name: view.fileName,
  bytes: view.bytes,
  dump_bytes: view.dumpBytes,
  keys: view.keys,
  keys_by_database: view.keysByDatabase,
  proven_at: view.provenAt,
  drilled_at: view.drilledAt,
  load_ms: view.loadMs,
  copies: view.copies.map(({ storage, isProven, error, nextTryAt }) => ({
    storage,
    is_proven: isProven,
    error,
    next_try_at: nextTryAt,
  })),
  kept_for: view.keptFor,
  kept_until: view.keptUntil,
  error: view.error,
  operation_id: view.operationId,
});
