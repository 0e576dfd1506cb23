import type { AppPage, ListAppsInput } from "../../contract/apps";
import { countFiringAlerts } from "../../db/alerts";
import { countApps, listApps as listRows } from "../../db/apps";
import { requireScope } from "../access";
import type { Context } from "../context";

const APPS_PER_PAGE = 50;

/** Apps one owns or works on, all of them for an administrator; sorted by name, with `q` those whose name, image or databases hold it. */
export async function listApps(ctx: Context, input: ListAppsInput): Promise<AppPage> {
  requireScope(ctx, "look");
  const { q, page, perPage = APPS_PER_PAGE } = input;
  const offset = (page - 1) * perPage;
  const [rows, total] = await Promise.all([
    listRows(ctx.actor, { q, offset, limit: perPage }),
    countApps(ctx.actor, q),
  ]);
  const firing = await countFiringAlerts(rows.map(({ name }) => name));
  const apps = rows.map((row) => ({
    ...row,
    firingAlerts: firing.get(row.name) ?? 0,
    createdAt: row.createdAt.toISOString(),
  }));
  return {
    apps,
    page,
    pages: Math.max(1, Math.ceil(total / perPage)),
    hasMore: offset + rows.length < total,
    total,
  };
}
