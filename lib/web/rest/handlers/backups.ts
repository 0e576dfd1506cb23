import "server-only";
import { toApiBackup } from "../../../contract/api/backup";
import {
  type BACKUP_ROUTES,
  toApiBackupConfig,
  toApiKeptBackups,
  toApiLink,
  toApiPreview,
} from "../../../contract/api/backups";
import { toApiOperation } from "../../../contract/api/operations";
import type { OperationView } from "../../../contract/operations";
import { cloneAddon } from "../../../services/backups/clone-addon";
import { createBackup } from "../../../services/backups/create-backup";
import { createDownloadLink } from "../../../services/backups/create-download-link";
import { getBackup } from "../../../services/backups/get-backup";
import { getBackupConfig } from "../../../services/backups/get-backup-config";
import { importDump } from "../../../services/backups/import-dump";
import { listBackups } from "../../../services/backups/list-backups";
import { listBackupsOfDeletedApps } from "../../../services/backups/list-backups-of-deleted-apps";
import { listKeptBackups } from "../../../services/backups/list-kept-backups";
import { previewRestore } from "../../../services/backups/preview-restore";
import { restoreBackup } from "../../../services/backups/restore-backup";
import { restoreIntoNew } from "../../../services/backups/restore-into-new";
import { setBackupConfig } from "../../../services/backups/set-backup-config";
import { getDatabase } from "../../../services/databases/get-database";
import type { Call, Handlers } from "../handler";
import { operationPath } from "../paths";

export const BACKUP_HANDLERS: Handlers<typeof BACKUP_ROUTES> = {
  listBackups: async ({ ctx, params: { database } }) => ({
    backups: (await listBackups(ctx, { resourceId: database })).map(toApiBackup),
  }),
  createBackup: async (call) => {
    const { backup, operation } = await createBackup(call.ctx, { resourceId: call.params.database });
    return { backup: toApiBackup(backup), ...begun(call, operation) };
  },
  importBackup: async ({ ctx, params, content, answerHeaders, origin }) => {
    const { resourceId, appName } = await getDatabase(ctx, { resourceId: params.database });
    const backup = await importDump(ctx, { resourceId, content });
    const { operationId: id } = backup;
    if (id !== null) answerHeaders.set("location", `${origin}${operationPath({ appName, id })}`);
    return { backup: toApiBackup(backup) };
  },
  getBackup: async ({ ctx, params: { backup } }) => ({
    backup: toApiBackup(await getBackup(ctx, { backupId: backup })),
  }),
  getBackupConfig: async ({ ctx, params: { database } }) => ({
    backup_config: toApiBackupConfig(await getBackupConfig(ctx, { resourceId: database })),
  }),
  setBackupConfig: async ({ ctx, params, body: { is_on: isOn, hour_utc: hourUtc } }) => ({
    backup_config: toApiBackupConfig(
      await setBackupConfig(ctx, { resourceId: params.database, isOn, hourUtc }),
    ),
  }),
  createBackupLink: async ({ ctx, params: { backup }, origin }) => ({
    link: toApiLink(await createDownloadLink(ctx, { backupId: backup }), origin),
  }),
  previewRestore: async ({ ctx, params, query }) => ({
    preview: toApiPreview(await previewRestore(ctx, { backupId: params.backup, resourceId: query.database })),
  }),
  restoreBackup: async (call) => {
    const { params, body } = call;
    const input = { resourceId: body.database, backupId: params.backup, acceptsLoss: body.accepts_loss };
    return begun(call, await restoreBackup(call.ctx, input));
  },
  restoreIntoNew: async (call) => {
    const { app, plan_id: planId, version } = call.body;
    const input = { backupId: call.params.backup, appName: app, planId, version };
    return begun(call, await restoreIntoNew(call.ctx, input));
  },
  cloneAddon: async (call) => {
    const { app, plan_id: planId } = call.body;
    const input = { resourceId: call.params.database, appName: app, planId };
    return begun(call, await cloneAddon(call.ctx, input));
  },
  listKeptBackups: async ({ ctx, params }) => ({
    kept_backups: (await listKeptBackups(ctx, { appName: params.app })).map(toApiKeptBackups),
  }),
  listBackupsOfDeletedApps: async ({ ctx }) => ({
    kept_backups: (await listBackupsOfDeletedApps(ctx)).map(toApiKeptBackups),
  }),
};

/** The operation, and in `Location` where it is polled. */
function begun(
  { answerHeaders, origin }: Pick<Call<never>, "answerHeaders" | "origin">,
  view: OperationView,
) {
  answerHeaders.set("location", `${origin}${operationPath(view)}`);
  return { operation: toApiOperation(view) };
}
