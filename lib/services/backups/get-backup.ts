import type { BackupInput, BackupView } from "../../contract/backups";
import { requireBackup } from "../access";
import type { Context } from "../context";
import { backupView } from "./view";

/** One backup, also of an addon that was removed. @throws DomainError `not_found`. */
export async function getBackup(ctx: Context, input: BackupInput): Promise<BackupView> {
  const { backup } = await requireBackup(ctx, input.backupId, "look");
  return backupView(backup);
}
