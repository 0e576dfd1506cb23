import type { DeleteAppInput } from "../../contract/apps";
import type { OperationView } from "../../contract/operations";
import { DomainError } from "../../core/errors";
import { startAddonsRemoval } from "../../db/addons";
import { listDatabasesOfApp } from "../../db/databases";
import { requireApp, requireManager, requireScope } from "../access";
import { insertLastBackups, lastBackupsOf } from "../backups/last-backups";
import type { Context } from "../context";
import { startOperation } from "../operations/start-operation";
import { assertUnprotected } from "../protection/assert-unprotected";

/**
 * Begins the deletion of an app with its databases, of each of which a last backup is taken unless that is not wanted; the name is free
 * again once the operation has succeeded.
 * @throws DomainError `not_found`; `forbidden` unless the owner or an administrator asks; `invalid` when the typed name is not the
 * app's; `conflict` when it is being deleted, and while it or one of its databases is protected.
 */
export async function deleteApp(ctx: Context, input: DeleteAppInput): Promise<OperationView> {
  requireScope(ctx, "write");
  const app = await requireApp(ctx, input.app);
  requireManager(ctx, app);
  if (input.confirm.trim() !== app.name) {
    const message = `Type ${app.name} to delete this app.`;
    throw new DomainError("invalid", "not_confirmed", message, { fields: { confirm: [message] } });
  }
  const last = input.keepsBackup === false ? [] : lastBackupsOf(ctx, await listDatabasesOfApp(app.id));
  return startOperation(ctx, app, {
    kind: "delete-app",
    events: [{ type: "delete_app", data: { name: app.name } }],
    before: async (tx) => {
      await assertUnprotected(tx, { app });
      await startAddonsRemoval(tx, app.id);
    },
    after: (tx, operationId) => insertLastBackups(tx, operationId, last),
  });
}
