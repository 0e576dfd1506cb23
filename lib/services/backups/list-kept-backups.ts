import type { KeptBackupsInput, KeptBackupsView } from "../../contract/backups";
import { listRemovedOfApp } from "../../db/backup-schedules";
import { requireApp } from "../access";
import type { Context } from "../context";
import { keptViews } from "./kept-view";

/** Backups of an app's removed addons, last removed first; for 30 days. @throws DomainError `not_found`. */
export async function listKeptBackups(ctx: Context, input: KeptBackupsInput): Promise<KeptBackupsView[]> {
  const app = await requireApp(ctx, input.appName, "look");
  return keptViews(await listRemovedOfApp(app.id));
}
