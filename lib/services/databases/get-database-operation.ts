import type { OperationView } from "../../contract/operations";
import { DomainError } from "../../core/errors";
import { findOperation } from "../../db/operations";
import { requireDatabase } from "../access";
import type { Context } from "../context";
import { operationView } from "../operations/view";

/** An operation of one database with its steps. @throws DomainError `not_found` also for one of another database of the app. */
export async function getDatabaseOperation(
  ctx: Context,
  { resourceId, operationId }: { resourceId: string; operationId: string },
): Promise<OperationView> {
  const { app, addon } = await requireDatabase(ctx, resourceId, "look");
  const operation = await findOperation({ appId: app.id, id: operationId });
  if (operation?.databaseId !== addon.databaseId)
    throw new DomainError("not_found", "operation", "This operation does not exist.");
  return operationView(operation, ctx.actor);
}
