import type { ProtectAppInput } from "../../contract/apps";
import { insertEvent } from "../../db/events";
import { setAppProtection } from "../../db/protection";
import { changeApp, requireApp, requireManager, requireScope } from "../access";
import { type Context, doneBy } from "../context";

/**
 * Protects an app against deletion, or no longer. Safe to repeat.
 * @throws DomainError `not_found`; `forbidden` unless the owner or an administrator asks; `conflict` while the app is being deleted.
 */
export async function protectApp(ctx: Context, input: ProtectAppInput): Promise<void> {
  requireScope(ctx, "write");
  const app = await requireApp(ctx, input.app);
  requireManager(ctx, app);
  const { isProtected } = input;
  await changeApp(ctx, app.id, async (tx) => {
    if (!(await setAppProtection(tx, app.id, isProtected))) return;
    const by = { appId: app.id, ...doneBy(ctx) };
    await insertEvent(tx, by, { type: "edit_protection", data: { of: app.name, isProtected } });
  });
}
