"use server";
import { BackupInput } from "@/lib/contract/backups";
import { RestoreBackupInput, RestoreIntoNewInput } from "@/lib/contract/restores";
import { createDownloadLink } from "@/lib/services/backups/create-download-link";
import { restoreBackup } from "@/lib/services/backups/restore-backup";
import { restoreIntoNew } from "@/lib/services/backups/restore-into-new";
import { action } from "@/lib/web/action";

export const createDownloadLinkAction = action(BackupInput, createDownloadLink);
export const restoreBackupAction = action(RestoreBackupInput, restoreBackup);
export const restoreIntoNewAction = action(RestoreIntoNewInput, restoreIntoNew);
