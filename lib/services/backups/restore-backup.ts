import type { OperationView } from "../../contract/operations";
import type { RestoreBackupInput } from "../../contract/restores";
import { requireBackup, requireDatabase, requireScope } from "../access";
import type { Context } from "../context";
import { startOperation } from "../operations/start-operation";
import { replaceData } from "./replace-data";
import { decideInto, readRestoreFacts, refusal } from "./restore-facts";

/**
 * Begins the restore of a backup into a running database: a new Redis with its data takes over, and the present data is backed up
 * first and kept for a day for an undo. @throws DomainError `not_found` for what one has no access to; `invalid` without the yes to
 * losing later writes, or when the database cannot hold or read the backup; `conflict` without room, for a backup that is not done, or
 * while another operation runs (named).
 */
export async function restoreBackup(ctx: Context, input: RestoreBackupInput): Promise<OperationView> {
  requireScope(ctx, "write");
  const { app, addon } = await requireDatabase(ctx, input.resourceId);
  const { backup } = await requireBackup(ctx, input.backupId);
  const facts = await readRestoreFacts(ctx, addon);
  const decision = decideInto(ctx, backup, facts);
  if (!decision.allowed) throw refusal(decision);
  // Of data that is gone, or away, there is nothing to back up.
  const replacing = await replaceData(ctx, { ...facts, isBackedUp: facts.info !== null });
  return startOperation(ctx, app, { kind: "restore", backupId: backup.id, events: [], ...replacing });
}
