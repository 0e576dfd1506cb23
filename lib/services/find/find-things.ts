import type { FindInput, FoundView } from "../../contract/find";
import { listApps } from "../../db/apps";
import { listDatabases } from "../../db/database-list";
import { requireScope } from "../access";
import type { Context } from "../context";

/** Of apps, and of databases. */
const EACH_MAX = 8;

/** The first few apps and databases that one may see and that `q` is found in; with an empty one the first few of all. */
export async function findThings(ctx: Context, { q }: FindInput): Promise<FoundView> {
  requireScope(ctx, "look");
  const [apps, databases] = await Promise.all([
    listApps(ctx.actor, { q, offset: 0, limit: EACH_MAX }),
    listDatabases(ctx.actor, { ...EVERY, q, limit: EACH_MAX }),
  ]);
  return {
    apps: apps.map(({ name, image }) => ({ name, image })),
    databases: databases.map(({ resourceId, name, appName }) => ({ resourceId, name, appName })),
  };
}

const EVERY = {
  planId: null,
  hostName: null,
  isAttention: false,
  versions: null,
  order: "name",
  plans: [],
  offset: 0,
} as const;
