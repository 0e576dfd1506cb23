import type { RestorePreview } from "../../contract/backups";
import type { PreviewRestoreInput } from "../../contract/restores";
import { type AddonRow, findAddonByResourceId } from "../../db/addons";
import { requireBackup, requireDatabase } from "../access";
import type { Context } from "../context";
import { decideInto, readRestoreFacts } from "./restore-facts";
import { backupView } from "./view";

/**
 * What a restore into that database would replace, and whether it can be made. Without one named it is the backup's own, while it is
 * there. @throws DomainError `not_found` for what one has no access to; `unavailable` when the database does not answer.
 */
export async function previewRestore(ctx: Context, input: PreviewRestoreInput): Promise<RestorePreview> {
  const { backup } = await requireBackup(ctx, input.backupId, "look");
  const view = await backupView(backup);
  const target = await findTarget(ctx, input, backup.resourceId);
  if (!target) return { backup: view, present: null, ...GONE };
  const facts = await readRestoreFacts(ctx, target);
  const decision = decideInto(ctx, backup, facts);
  const { info } = facts;
  return {
    backup: view,
    present: info && { keys: info.keys, usedMemoryBytes: info.usedMemoryBytes, version: info.version },
    isAllowed: decision.allowed,
    reason: decision.allowed ? null : decision.reason,
    message: decision.allowed ? null : decision.message,
  };
}

const GONE = {
  isAllowed: false,
  reason: "database_removed",
  message: "The database of this backup is removed. Restore it into a new addon.",
};

async function findTarget(
  ctx: Context,
  { resourceId }: PreviewRestoreInput,
  own: string,
): Promise<AddonRow | null> {
  if (resourceId !== undefined) return (await requireDatabase(ctx, resourceId, "look")).addon;
  return findAddonByResourceId(own);
}
