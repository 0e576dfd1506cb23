import type { StepSelf, WorkflowContext } from "../deps";
import { copyBackup } from "./copy-backup";
import { proveBackup } from "./prove-dump";
import { readBack } from "./read-back";
import { recordBackup } from "./record-backup";
import { takeDump } from "./take-dump";

/**
 * A whole backup in one step of an operation of another kind: taken, proven, copied and recorded as done. Safe to repeat. One that fails
 * is ended by that operation, with what `failUnfinishedBackups` writes. @throws DomainError with what went wrong.
 */
export async function takeBackup(world: WorkflowContext, backupId: string, self: StepSelf): Promise<void> {
  await takeDump(world, backupId, self);
  await readBack(world, backupId, self);
  await proveBackup(world, backupId, self);
  await copyBackup(world, backupId, self);
  await recordBackup(backupId);
}
