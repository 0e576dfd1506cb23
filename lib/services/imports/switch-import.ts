import type { DatabaseInput } from "../../contract/databases";
import type { OperationView } from "../../contract/operations";
import { DomainError } from "../../core/errors";
import { canBeSwitched } from "../../core/operations/cancel";
import { askToSwitchImport } from "../../db/imports";
import { loadOperation } from "../../db/operations";
import { changeApp, requireDatabase, requireScope } from "../access";
import type { Context } from "../context";
import { operationView } from "../operations/view";

/**
 * Asks the import that stays in step to compare the keys and to take over; what differs leaves it in step, and its step says so. Safe to
 * repeat. @throws DomainError `not_found`; `conflict` reason `not_in_step` when none stays in step.
 */
export async function switchImport(ctx: Context, { resourceId }: DatabaseInput): Promise<OperationView> {
  requireScope(ctx, "write");
  const { app, addon } = await requireDatabase(ctx, resourceId);
  const operation = addon.operation && (await loadOperation(addon.operation.id));
  const view = operation && operationView(operation, ctx.actor);
  const refusal = new DomainError(
    "conflict",
    "not_in_step",
    "No import stays in step here. One that is still copying can be switched once it is.",
  );
  if (!view || !canBeSwitched(view)) throw refusal;
  await changeApp(ctx, app.id, async (tx) => {
    if (!(await askToSwitchImport(tx, view.id))) throw refusal;
  });
  return operationView(await loadOperation(view.id), ctx.actor);
}
