import type { AppPage, ListAppsInput } from "../../contract/apps";
import { countApps, listApps as listRows } from "../../db/apps";
import type { Context } from "../context";

const APPS_PER_PAGE = 50;

/** Apps one owns or works on, all of them for an administrator; sorted by name, with `q` those whose name holds it. */
export async function listApps(ctx: Context, input: ListAppsInput): Promise<AppPage> {
  const { q, page, perPage = APPS_PER_PAGE } = input;
  const offset = (page - 1) * perPage;
  const [rows, total] = await Promise.all([
    listRows(ctx.actor, { q, offset, limit: perPage }),
    countApps(ctx.actor, q),
  ]);
  const apps = rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString() }));
  return { apps, page, hasMore: offset + rows.length < total, total };
}
