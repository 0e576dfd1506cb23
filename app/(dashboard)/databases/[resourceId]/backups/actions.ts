"use server";
import { SetBackupConfigInput } from "@/lib/contract/backups";
import { DatabaseInput } from "@/lib/contract/databases";
import { CheckImportForm, StartImportForm } from "@/lib/contract/imports";
import { CloneAddonInput } from "@/lib/contract/restores";
import { cloneAddon } from "@/lib/services/backups/clone-addon";
import { createBackup } from "@/lib/services/backups/create-backup";
import { setBackupConfig } from "@/lib/services/backups/set-backup-config";
import { cancelImport } from "@/lib/services/imports/cancel-import";
import { checkImport } from "@/lib/services/imports/check-import";
import { startImport } from "@/lib/services/imports/start-import";
import { action } from "@/lib/web/action";

export const createBackupAction = action(DatabaseInput, createBackup);
export const setBackupConfigAction = action(SetBackupConfigInput, setBackupConfig);
export const cloneAddonAction = action(CloneAddonInput, cloneAddon);
export const checkImportAction = action(CheckImportForm, checkImport);
export const startImportAction = action(StartImportForm, startImport);
export const cancelImportAction = action(DatabaseInput, cancelImport);
