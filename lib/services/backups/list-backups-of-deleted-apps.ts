import type { KeptBackupsView } from "../../contract/backups";
import { listRemovedOfDeletedApps } from "../../db/backup-schedules";
import { requireAdmin } from "../access";
import type { Context } from "../context";
import { keptViews } from "./kept-view";

/** Backups of the addons of deleted apps, last removed first. @throws DomainError `forbidden` but for administrators. */
export async function listBackupsOfDeletedApps(ctx: Context): Promise<KeptBackupsView[]> {
  requireAdmin(ctx);
  return keptViews(await listRemovedOfDeletedApps());
}
