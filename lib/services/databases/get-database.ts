import type { DatabaseInput, DatabaseView } from "../../contract/databases";
import { laterVersions, parseRedisVersion } from "../../core/databases/versions";
import { DEFAULT_PLANS, type Plan } from "../../core/plans/catalog";
import { requireDatabase } from "../access";
import { addonView } from "../addons/view";
import type { Context } from "../context";

/** What the records say of a database. @throws DomainError `not_found` also for one whose app one has no access to. */
export async function getDatabase(ctx: Context, { resourceId }: DatabaseInput): Promise<DatabaseView> {
  const { app, addon } = await requireDatabase(ctx, resourceId);
  const { version, status, createdAt, operationId, error } = addonView(addon);
  return {
    id: addon.databaseId,
    resourceId,
    appName: app.name,
    addonId: addon.id,
    plan: planOf(ctx, addon.planId),
    version,
    laterVersions: laterVersions(parseRedisVersion(version)),
    status,
    hostName: addon.hostName,
    createdAt,
    operationId,
    error,
  };
}

/** An operator's own catalog may have dropped a plan that is still in use. */
function planOf(ctx: Context, planId: string): Plan {
  const plan = [...ctx.plans, ...DEFAULT_PLANS].find(({ id }) => id === planId);
  if (!plan) throw new Error(`plan ${planId} is in use but in no catalog`);
  return plan;
}
