"use server";
import { z } from "zod";
import { StorageIdInput, StorageInput } from "@/lib/contract/storages";
import { addStorage } from "@/lib/services/storages/add-storage";
import { downloadRecoveryKey } from "@/lib/services/storages/download-recovery-key";
import { removeStorage } from "@/lib/services/storages/remove-storage";
import { action } from "@/lib/web/action";

export const addStorageAction = action(StorageInput, addStorage);
export const removeStorageAction = action(StorageIdInput, removeStorage);
export const downloadRecoveryKeyAction = action(z.object({}), downloadRecoveryKey);
