import "server-only";
import {
  type DATABASE_BACKUP_ROUTES,
  toApiDatabaseBackup,
  toApiRestoration,
} from "../../../contract/api/database-backups";
import type { BackupView } from "../../../contract/backups";
import { DomainError } from "../../../core/errors";
import { createBackup } from "../../../services/backups/create-backup";
import { createDownloadLink } from "../../../services/backups/create-download-link";
import { getBackup } from "../../../services/backups/get-backup";
import { listBackups } from "../../../services/backups/list-backups";
import { restoreBackup } from "../../../services/backups/restore-backup";
import type { Context } from "../../../services/context";
import { getDatabase } from "../../../services/databases/get-database";
import { getDatabaseOperation } from "../../../services/databases/get-database-operation";
import type { Handlers } from "../handler";
import { databaseOperationPath } from "../paths";

export const DATABASE_BACKUP_HANDLERS: Handlers<typeof DATABASE_BACKUP_ROUTES> = {
  listDatabaseBackups: async ({ ctx, params: { database } }) => ({
    database_backups: (await listBackups(ctx, { resourceId: database })).map(toApiDatabaseBackup),
  }),
  createDatabaseBackup: async ({ ctx, params: { database }, answerHeaders, origin }) => {
    const { backup, operation } = await createBackup(ctx, { resourceId: database });
    answerHeaders.set("location", origin + databaseOperationPath(backup.addonId, operation));
    return { database_backup: toApiDatabaseBackup(backup) };
  },
  getDatabaseBackup: async ({ ctx, params }) => ({
    database_backup: toApiDatabaseBackup(await getBackup(ctx, { backupId: params.backup })),
  }),
  getBackupOfDatabase: async ({ ctx, params }) => ({
    database_backup: toApiDatabaseBackup(await backupOf(ctx, params)),
  }),
  getBackupArchive: async ({ ctx, params, origin }) => {
    const { id: backupId } = await backupOf(ctx, params);
    return { download_url: origin + (await createDownloadLink(ctx, { backupId })).path };
  },
  restoreDatabaseBackup: async ({ ctx, params, answerHeaders, origin }) => {
    const { id: backupId, addonId, resourceId } = await backupOf(ctx, params);
    // Who asks for it here has no word for the yes: the call itself is one.
    const operation = await restoreBackup(ctx, { resourceId, backupId, acceptsLoss: true });
    answerHeaders.set("location", origin + databaseOperationPath(addonId, operation));
    return toApiRestoration(operation, { addonId, backupId });
  },
  getBackupRestoration: async ({ ctx, params: { database, restoration } }) => {
    const { addonId, resourceId } = await getDatabase(ctx, { resourceId: database });
    const operation = await getDatabaseOperation(ctx, { resourceId, operationId: restoration });
    const { backupId } = operation;
    if (operation.kind !== "restore" || backupId === null)
      throw new DomainError("not_found", "backup_restoration", "This operation restores no backup.");
    return { backup_restoration: toApiRestoration(operation, { addonId, backupId }) };
  },
};

/** A backup of the database that is named, and of no other. @throws DomainError `not_found` */
async function backupOf(
  ctx: Context,
  { database, backup }: { database: string; backup: string },
): Promise<BackupView> {
  const { resourceId } = await getDatabase(ctx, { resourceId: database });
  const view = await getBackup(ctx, { backupId: backup });
  if (view.resourceId === resourceId) return view;
  throw new DomainError("not_found", "backup", "This database has no such backup.");
}
