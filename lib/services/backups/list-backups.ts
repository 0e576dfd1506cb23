import type { BackupView } from "../../contract/backups";
import type { DatabaseInput } from "../../contract/databases";
import { listBackups as listRows } from "../../db/backups";
import { requireDatabase } from "../access";
import type { Context } from "../context";
import { backupViews } from "./view";

/** Backups of a database, newest first, those that failed among them. @throws DomainError `not_found`. */
export async function listBackups(ctx: Context, input: DatabaseInput): Promise<BackupView[]> {
  const { addon } = await requireDatabase(ctx, input.resourceId, "look");
  return backupViews(await listRows(addon.databaseId), new Date());
}
