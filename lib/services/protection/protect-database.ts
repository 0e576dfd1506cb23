import type { ProtectDatabaseInput } from "../../contract/databases";
import { insertEvent } from "../../db/events";
import { setAddonProtection } from "../../db/protection";
import { changeApp, requireDatabase, requireManager, requireScope } from "../access";
import { type Context, doneBy } from "../context";

/**
 * Protects a database against removal, also with its app, or no longer. Safe to repeat.
 * @throws DomainError `not_found`; `forbidden` unless the app's owner or an administrator asks; `conflict` while the app is being deleted.
 */
export async function protectDatabase(ctx: Context, input: ProtectDatabaseInput): Promise<void> {
  requireScope(ctx, "write");
  const { app, addon } = await requireDatabase(ctx, input.resourceId);
  requireManager(ctx, app);
  const { isProtected } = input;
  await changeApp(ctx, app.id, async (tx) => {
    if (!(await setAddonProtection(tx, addon.id, isProtected))) return;
    const by = { appId: app.id, ...doneBy(ctx) };
    await insertEvent(tx, by, { type: "edit_protection", data: { of: addon.resourceId, isProtected } });
  });
}
