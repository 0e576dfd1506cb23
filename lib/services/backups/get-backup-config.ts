import type { BackupConfigView } from "../../contract/backups";
import type { DatabaseInput } from "../../contract/databases";
import { requireDatabase } from "../access";
import type { Context } from "../context";
import { backupConfigView } from "./config-view";

/** When a database is backed up, and where to. @throws DomainError `not_found`. */
export async function getBackupConfig(ctx: Context, input: DatabaseInput): Promise<BackupConfigView> {
  const { addon } = await requireDatabase(ctx, input.resourceId, "look");
  return backupConfigView(ctx, addon);
}
