"use server";
import { SetBackupConfigInput } from "@/lib/contract/backups";
import { DatabaseInput } from "@/lib/contract/databases";
import { CloneAddonInput } from "@/lib/contract/restores";
import { cloneAddon } from "@/lib/services/backups/clone-addon";
import { createBackup } from "@/lib/services/backups/create-backup";
import { setBackupConfig } from "@/lib/services/backups/set-backup-config";
import { action } from "@/lib/web/action";

export const createBackupAction = action(DatabaseInput, createBackup);
export const setBackupConfigAction = action(SetBackupConfigInput, setBackupConfig);
export const cloneAddonAction = action(CloneAddonInput, cloneAddon);
