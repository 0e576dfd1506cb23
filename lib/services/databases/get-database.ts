import type { DatabaseInput, DatabaseView } from "../../contract/databases";
import { requireDatabase } from "../access";
import { addonView } from "../addons/view";
import type { Context } from "../context";
import { planOf } from "../plan-of";

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
    status,
    hostName: addon.hostName,
    createdAt,
    operationId,
    error,
  };
}
