import type { StorageInput, StorageTrialView } from "../../contract/storages";
import { requireAdmin } from "../access";
import type { Context } from "../context";
import { tryOut } from "./trial";

/** Writes to a storage, reads back and deletes, before anybody relies on it. @throws DomainError with what it said; `forbidden` but for administrators. */
export async function tryStorage(ctx: Context, input: StorageInput): Promise<StorageTrialView> {
  requireAdmin(ctx);
  return tryOut(ctx, input);
}
