import { randomUUID } from "node:crypto";
import type { StorageInput, StorageView } from "../../contract/storages";
import { placeOf } from "../../core/backups/storage";
import { DomainError } from "../../core/errors";
import { transaction } from "../../db/client";
import { insertPersonEvent } from "../../db/person-events";
import { insertStorage, listStorages, loadStorage } from "../../db/storages";
import { requireAdmin } from "../access";
import { adminOf, type Context } from "../context";
import { settingsOf, tryOut } from "./trial";
import { storageView } from "./view";

/** Adds a storage that was just tried: each later backup has a copy in it. @throws DomainError as `tryStorage` does; `conflict` when its name or place is taken. */
export async function addStorage(ctx: Context, input: StorageInput): Promise<StorageView> {
  requireAdmin(ctx);
  const { settings, secret } = settingsOf(input);
  const same = (await listStorages()).find(
    (other) =>
      placeOf(other.settings) === placeOf(settings) && endpointOf(other.settings) === endpointOf(settings),
  );
  if (same)
    throw new DomainError(
      "conflict",
      "place_taken",
      `${placeOf(settings)} is the storage ${same.name} already.`,
    );
  await tryOut(ctx, input);
  const id = randomUUID();
  const secretEncrypted = secret === null ? null : ctx.cipher.encrypt(secret);
  const { name } = input;
  await transaction(async (tx) => {
    await insertStorage(tx, { id, name, settings, secretEncrypted });
    await insertPersonEvent(tx, { kind: "add-storage", email: name, detail: null, ...adminOf(ctx) });
  });
  return storageView(ctx, await loadStorage(id));
}

const endpointOf = (settings: ReturnType<typeof settingsOf>["settings"]): string | null =>
  settings.kind === "s3" ? settings.endpoint : null;
