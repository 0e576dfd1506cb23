import type { ProtectDatabaseInput } from "../../contract/databases";
import type { Tx } from "../../db/client";
import { setAddonProtection } from "../../db/protection";
import { requireDatabase, requireScope } from "../access";
import type { Context } from "../context";
import { setProtection } from "./set-protection";

/** Protects a database against removal, also with its app, or no longer. Safe to repeat. @throws DomainError `not_found`, and as `setProtection`. */
export async function protectDatabase(
  ctx: Context,
  { resourceId, isProtected }: ProtectDatabaseInput,
): Promise<void> {
  requireScope(ctx, "write");
  const { app, addon } = await requireDatabase(ctx, resourceId);
  const set = (tx: Tx) => setAddonProtection(tx, addon.id, isProtected);
  await setProtection(ctx, app, { of: addon.resourceId, isProtected, set });
}
