import { randomUUID } from "node:crypto";
import type { DeleteAppInput } from "../../contract/apps";
import type { OperationView } from "../../contract/operations";
import { DomainError } from "../../core/errors";
import { insertEvent } from "../../db/events";
import { insertOperation, loadOperation } from "../../db/operations";
import { startAddonsRemoval } from "../../db/removal";
import { changeApp, requireApp, requireManager } from "../access";
import type { Context } from "../context";
import { operationView } from "../operations/view";

/**
 * Begins the deletion of an app with its databases; the name is free again once the operation has succeeded.
 * @throws DomainError `not_found`; `forbidden` unless the owner or an administrator asks; `invalid` when the typed name is not the
 * app's; `conflict` when it is being deleted.
 */
export async function deleteApp(ctx: Context, input: DeleteAppInput): Promise<OperationView> {
  const app = await requireApp(ctx, input.app);
  requireManager(ctx, app);
  if (input.confirm.trim() !== app.name) {
    const message = `Type ${app.name} to delete this app.`;
    throw new DomainError("invalid", "not_confirmed", message, { fields: { confirm: [message] } });
  }
  const operationId = randomUUID();
  const actorId = ctx.actor.userId;
  await changeApp(ctx, app, async (tx) => {
    await startAddonsRemoval(tx, app.id);
    await insertOperation(tx, {
      id: operationId,
      kind: "delete-app",
      appId: app.id,
      databaseId: null,
      actorId,
    });
    await insertEvent(
      tx,
      { appId: app.id, operationId, actorId },
      { type: "delete_app", data: { name: app.name } },
    );
  });
  return operationView(await loadOperation(operationId));
}
