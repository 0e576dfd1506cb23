import type { AppPage, ListAppsInput } from "../../contract/apps";
import { countFiringAlerts } from "../../db/alerts";
import { listApps as listRows } from "../../db/apps";
import type { Context } from "../context";

const APPS_PER_PAGE = 50;

/** Apps one owns or works on, all of them for an administrator; sorted by name, with `q` those whose name holds it. */
export async function listApps(ctx: Context, { q, page }: ListAppsInput): Promise<AppPage> {
  // One more than is shown tells whether there are others.
  const offset = (page - 1) * APPS_PER_PAGE;
  const rows = await listRows(ctx.actor, { q, offset, limit: APPS_PER_PAGE + 1 });
  const shown = rows.slice(0, APPS_PER_PAGE);
  const firing = await countFiringAlerts(shown.map(({ name }) => name));
  const apps = shown.map((row) => ({
    ...row,
    firingAlerts: firing.get(row.name) ?? 0,
    createdAt: row.createdAt.toISOString(),
  }));
  return { apps, page, hasMore: rows.length > APPS_PER_PAGE };
}
