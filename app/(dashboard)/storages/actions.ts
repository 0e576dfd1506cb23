"use server";
import { z } from "zod";
import { StorageIdInput, StorageInput } from "@/lib/contract/storages";
import { restoreLost } from "@/lib/services/backups/restore-lost";
import { backUpRecords } from "@/lib/services/records/back-up-records";
import { addStorage } from "@/lib/services/storages/add-storage";
import { downloadRecoveryKey } from "@/lib/services/storages/download-recovery-key";
import { removeStorage } from "@/lib/services/storages/remove-storage";
import { action } from "@/lib/web/action";

export const backUpRecordsAction = action(z.object({}), backUpRecords);
export const restoreLostAction = action(z.object({}), restoreLost);
export const addStorageAction = action(StorageInput, addStorage);
export const removeStorageAction = action(StorageIdInput, removeStorage);
export const downloadRecoveryKeyAction = action(z.object({}), downloadRecoveryKey);
