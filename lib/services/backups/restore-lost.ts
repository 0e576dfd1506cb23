import type { RestoredLostView } from "../../contract/records";
import { DomainError } from "../../core/errors";
import { listLostDatabases } from "../../db/databases";
import { requireAdmin } from "../access";
import type { Context } from "../context";
import { findNewestProven } from "./list-lost";
import { restoreBackup } from "./restore-backup";

/**
 * Begins the restore of every database whose data is gone from its newest proven backup. What is refused of one stops none of the
 * others, and is told. Safe to repeat: one that is being restored already is told as that. @throws DomainError `forbidden` but for administrators.
 */
export async function restoreLost(ctx: Context): Promise<RestoredLostView[]> {
  requireAdmin(ctx);
  const all: RestoredLostView[] = [];
  for (const { resourceId } of await listLostDatabases()) all.push(await restoreOne(ctx, resourceId));
  return all;
}

async function restoreOne(ctx: Context, resourceId: string): Promise<RestoredLostView> {
  const backup = await findNewestProven(resourceId);
  if (!backup) return { resourceId, operationId: null, reason: "There is no proven backup of it." };
  try {
    const { id } = await restoreBackup(ctx, { resourceId, backupId: backup.id, acceptsLoss: true });
    return { resourceId, operationId: id, reason: null };
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { resourceId, operationId: null, reason: error.message };
  }
}
