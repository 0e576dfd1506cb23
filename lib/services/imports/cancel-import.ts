import type { DatabaseInput } from "../../contract/databases";
import type { OperationView } from "../../contract/operations";
import { DomainError } from "../../core/errors";
import { isFinished } from "../../core/operations/state";
import { askToCancelImport } from "../../db/imports";
import { loadOperation } from "../../db/operations";
import { changeApp, requireDatabase, requireScope } from "../access";
import type { Context } from "../context";
import { operationView } from "../operations/view";

/**
 * Ends the import that runs: its operation ends as failed within moments, and the database is as it was. Safe to repeat.
 * @throws DomainError `not_found`; `conflict` reason `no_import` when none runs, `import_settled` once the new data takes over.
 */
export async function cancelImport(ctx: Context, { resourceId }: DatabaseInput): Promise<OperationView> {
  requireScope(ctx, "write");
  const { app, addon } = await requireDatabase(ctx, resourceId);
  const { operation: running } = addon;
  if (running?.kind !== "import" || isFinished(running.status))
    throw new DomainError("conflict", "no_import", "No import runs here.");
  await changeApp(ctx, app.id, async (tx) => {
    if (await askToCancelImport(tx, running.id)) return;
    throw new DomainError(
      "conflict",
      "import_settled",
      "The imported data is taking over already. Wait for the end; the former data can be had back by an undo.",
    );
  });
  return operationView(await loadOperation(running.id), ctx.actor);
}
