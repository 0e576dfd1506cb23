import type { StorageView } from "../../contract/storages";
import { listStorages as listRows } from "../../db/storages";
import { requireAdmin } from "../access";
import type { Context } from "../context";
import { storageView } from "./view";

/** Storages that are in use, the one that is written to first at the top; each is looked at now. @throws DomainError `forbidden` but for administrators. */
export async function listStorages(ctx: Context): Promise<StorageView[]> {
  requireAdmin(ctx);
  return Promise.all((await listRows()).map((storage) => storageView(ctx, storage)));
}
