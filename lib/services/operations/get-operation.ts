import type { OperationInput, OperationView } from "../../contract/operations";
import { DomainError } from "../../core/errors";
import { findAppOfOperation } from "../../db/apps";
import { findOperation } from "../../db/operations";
import { requireScope } from "../access";
import type { Context } from "../context";
import { operationView } from "./view";

/**
 * An operation with its steps, for everyone with access to its app; also after the app was deleted, so that the end of a deletion can
 * be seen. @throws DomainError `not_found`.
 */
export async function getOperation(
  ctx: Context,
  { app, operationId }: OperationInput,
): Promise<OperationView> {
  requireScope(ctx, "look");
  const appId = await findAppOfOperation(ctx.actor, { appName: app, operationId });
  const operation = appId && (await findOperation({ appId, id: operationId }));
  if (!operation) throw new DomainError("not_found", "operation", "This operation does not exist.");
  return operationView(operation, ctx.actor);
}
