import type { AppListItem } from "../../contract/apps";
import { listApps as listRows } from "../../db/apps";
import type { Context } from "../context";

/** Apps one owns or works on, all of them for an administrator; sorted by name. */
export async function listApps(ctx: Context): Promise<AppListItem[]> {
  const rows = await listRows(ctx.actor);
  return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
}
