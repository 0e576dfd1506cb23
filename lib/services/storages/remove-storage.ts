import type { StorageIdInput } from "../../contract/storages";
import { DomainError } from "../../core/errors";
import { transaction } from "../../db/client";
import { insertPersonEvent } from "../../db/person-events";
import { listStorages, setStorageRemoved } from "../../db/storages";
import { requireAdmin } from "../access";
import { adminOf, type Context } from "../context";

/**
 * Nothing is written to it any more. What it holds stays, can be read and is deleted when its time is over.
 * @throws DomainError `not_found`; `conflict` reason `last_storage`; `forbidden` but for administrators.
 */
export async function removeStorage(ctx: Context, { storageId }: StorageIdInput): Promise<void> {
  requireAdmin(ctx);
  const storages = await listStorages();
  const storage = storages.find(({ id }) => id === storageId);
  if (!storage) throw new DomainError("not_found", "storage", "This storage does not exist.");
  if (storages.length === 1)
    throw new DomainError(
      "conflict",
      "last_storage",
      "This is the only storage: add another one first, or there would be no backups.",
    );
  await transaction(async (tx) => {
    await setStorageRemoved(tx, storageId);
    await insertPersonEvent(tx, {
      kind: "remove-storage",
      email: storage.name,
      detail: null,
      ...adminOf(ctx),
    });
  });
}
