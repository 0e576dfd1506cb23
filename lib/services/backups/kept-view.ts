import type { KeptBackupsView } from "../../contract/backups";
import type { RemovedWithBackups } from "../../db/backup-schedules";
import { listBackups } from "../../db/backups";
import { backupViews } from "./view";

/** What is kept of removed addons, in their order; those that failed are left out. */
export async function keptViews(removed: readonly RemovedWithBackups[]): Promise<KeptBackupsView[]> {
  const now = new Date();
  const views = await Promise.all(
    removed.map(async ({ appName, resourceId, addonId, removedAt, databaseId }) => {
      const rows = (await listBackups(databaseId)).filter(({ status }) => status === "done");
      return {
        appName,
        resourceId,
        addonId,
        removedAt: removedAt.toISOString(),
        backups: backupViews(rows, now),
      };
    }),
  );
  return views.filter(({ backups }) => backups.length > 0);
}
