import { failUnfinishedBackups } from "../../db/backup-changes";
import { findBackupOfOperation } from "../../db/backups";
import type { Tx } from "../../db/client";
import type { Deps, StepSelf } from "../deps";
import { takeBackup } from "./take-backup";

/** The backup that an operation of another kind takes, if it takes one; safe to repeat: one that is done stays. */
export async function takeOwnBackup(
  deps: Deps,
  key: { operationId: string; databaseId: string },
  self: StepSelf,
): Promise<void> {
  const backup = await findBackupOfOperation(key);
  if (backup && backup.status !== "done") await takeBackup(deps, backup.id, self);
}

/** What the operation has not finished ends with it. */
export const failOwnBackups = (tx: Tx, operationId: string, reason: string): Promise<void> =>
  failUnfinishedBackups(tx, operationId, reason);
