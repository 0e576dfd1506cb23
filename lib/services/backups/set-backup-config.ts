import type { BackupConfigView, SetBackupConfigInput } from "../../contract/backups";
import { setBackupConfig as setConfig } from "../../db/backup-configs";
import { changeApp, requireDatabase, requireScope } from "../access";
import type { Context } from "../context";
import { backupConfigView } from "./config-view";

/** Sets the hour, or switches the schedule on or off; what is not given stays. @throws DomainError `not_found`. */
export async function setBackupConfig(ctx: Context, input: SetBackupConfigInput): Promise<BackupConfigView> {
  requireScope(ctx, "write");
  const { app, addon } = await requireDatabase(ctx, input.resourceId);
  const { isOn, hourUtc } = input;
  await changeApp(ctx, app.id, (tx) => setConfig(tx, addon.databaseId, { isOn, hourUtc }));
  return backupConfigView(ctx, addon);
}
