import "server-only";
import {
  type STORAGE_ROUTES,
  toApiStorage,
  toApiTrial,
  toStorageInput,
} from "../../../contract/api/storages";
import { StorageInput } from "../../../contract/storages";
import { addStorage } from "../../../services/storages/add-storage";
import { downloadRecoveryKey } from "../../../services/storages/download-recovery-key";
import { listStorages } from "../../../services/storages/list-storages";
import { removeStorage } from "../../../services/storages/remove-storage";
import { tryStorage } from "../../../services/storages/try-storage";
import type { Handlers } from "../handler";

export const STORAGE_HANDLERS: Handlers<typeof STORAGE_ROUTES> = {
  listStorages: async ({ ctx }) => ({ storages: (await listStorages(ctx)).map(toApiStorage) }),
  tryStorage: async ({ ctx, body }) => ({
    trial: toApiTrial(await tryStorage(ctx, StorageInput.parse(toStorageInput(body.storage)))),
  }),
  addStorage: async ({ ctx, body }) => ({
    storage: toApiStorage(await addStorage(ctx, StorageInput.parse(toStorageInput(body.storage)))),
  }),
  removeStorage: async ({ ctx, params: { storage } }) => {
    await removeStorage(ctx, { storageId: storage });
  },
  downloadRecoveryKey: async ({ ctx }) => {
    const { fileName, content } = await downloadRecoveryKey(ctx);
    return { recovery_key: { file_name: fileName, content } };
  },
};
