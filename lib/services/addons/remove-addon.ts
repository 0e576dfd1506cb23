import type { RemoveAddonInput } from "../../contract/addons";
import type { OperationView } from "../../contract/operations";
import { DomainError } from "../../core/errors";
import { startAddonRemoval } from "../../db/addons";
import { loadDatabase } from "../../db/databases";
import { requireAddon, requireScope } from "../access";
import { hasLastBackup, insertLastBackups, lastBackupsOf } from "../backups/last-backups";
import type { Context } from "../context";
import { assertHostThere } from "../databases/host-there";
import { startOperation } from "../operations/start-operation";
import { assertUnprotected } from "../protection/assert-unprotected";

/**
 * Begins the removal of an addon with its database, which takes a last backup of it unless that is not wanted.
 * @throws DomainError `not_found`; `invalid` when the typed resource id is not the addon's; `conflict` unless it is running or failed,
 * while the app is being deleted, while it is protected, and while its host is away, for one with a last backup.
 */
export async function removeAddon(ctx: Context, input: RemoveAddonInput): Promise<OperationView> {
  requireScope(ctx, "write");
  const { app, addon } = await requireAddon(ctx, input);
  const { id, databaseId, resourceId, planId } = addon;
  if (input.confirm.trim() !== resourceId) {
    const message = `Type ${resourceId} to remove this addon.`;
    throw new DomainError("invalid", "not_confirmed", message, { fields: { confirm: [message] } });
  }
  const isWanted = input.keepsBackup !== false && !(await hasLastBackup(addon));
  const database = await loadDatabase(databaseId);
  const last = isWanted ? lastBackupsOf(ctx, [database]) : [];
  const active = database.nodes.find(({ status }) => status === "active");
  if (last.length > 0 && active)
    await assertHostThere(active, "Until then no last backup can be taken: wait, or remove it without one.");
  return startOperation(ctx, app, {
    kind: "remove",
    databaseId,
    withoutSteps: last.length > 0 ? [] : ["back-up-last"],
    events: [{ type: "delete_addon", data: { resourceId, planId } }],
    before: async (tx) => {
      await assertUnprotected(tx, { app, addonId: id });
      if (!(await startAddonRemoval(tx, id))) throw busy();
    },
    after: (tx, operationId) => insertLastBackups(tx, operationId, last),
  });
}

const busy = () =>
  new DomainError(
    "conflict",
    "addon_busy",
    "This addon is being made or removed. Wait until that has ended.",
  );
