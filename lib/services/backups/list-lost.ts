import type { LostDatabaseView } from "../../contract/records";
import { findAddonByResourceId } from "../../db/addons";
import { type BackupRow, findNewestBackup } from "../../db/backups";
import { listLostDatabases } from "../../db/databases";
import { requireAdmin } from "../access";
import type { Context } from "../context";

/** The newest proven backup of a database itself; null when there is none. */
export async function findNewestProven(resourceId: string): Promise<BackupRow | null> {
  const addon = await findAddonByResourceId(resourceId);
  return addon && findNewestBackup(addon.databaseId);
}

/** Databases that should serve and whose data is gone, by resource id, with what could bring each back. @throws DomainError `forbidden` but for administrators. */
export async function listLost(ctx: Context): Promise<LostDatabaseView[]> {
  requireAdmin(ctx);
  const views: LostDatabaseView[] = [];
  for (const { resourceId, dataGoneAt } of await listLostDatabases()) {
    const backup = await findNewestProven(resourceId);
    views.push({
      resourceId,
      goneAt: dataGoneAt.toISOString(),
      backupAt: backup?.createdAt.toISOString() ?? null,
    });
  }
  return views;
}
