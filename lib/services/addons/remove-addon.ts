import { randomUUID } from "node:crypto";
import type { RemoveAddonInput } from "../../contract/addons";
import type { OperationView } from "../../contract/operations";
import { DomainError } from "../../core/errors";
import { insertEvent } from "../../db/events";
import { insertOperation, loadOperation } from "../../db/operations";
import { startAddonRemoval } from "../../db/removal";
import { changeApp, requireAddon } from "../access";
import type { Context } from "../context";
import { operationView } from "../operations/view";

/**
 * Begins the removal of an addon with its database.
 * @throws DomainError `not_found`; `invalid` when the typed resource id is not the addon's; `conflict` unless it is running or failed,
 * or while the app is being deleted.
 */
export async function removeAddon(ctx: Context, input: RemoveAddonInput): Promise<OperationView> {
  const { app, addon } = await requireAddon(ctx, input);
  const { id, databaseId, resourceId, planId } = addon;
  if (input.confirm.trim() !== resourceId) {
    const message = `Type ${resourceId} to remove this addon.`;
    throw new DomainError("invalid", "not_confirmed", message, { fields: { confirm: [message] } });
  }
  const operationId = randomUUID();
  const actorId = ctx.actor.userId;
  await changeApp(ctx, app, async (tx) => {
    if (!(await startAddonRemoval(tx, id)))
      throw new DomainError(
        "conflict",
        "addon_busy",
        "This addon is being made or removed. Wait until that has ended.",
      );
    await insertOperation(tx, { id: operationId, kind: "remove", appId: app.id, databaseId, actorId });
    await insertEvent(
      tx,
      { appId: app.id, databaseId, operationId, actorId },
      { type: "delete_addon", data: { resourceId, planId } },
    );
  });
  return operationView(await loadOperation(operationId));
}
