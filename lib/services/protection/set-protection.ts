import type { OwnAppRow } from "../../db/apps";
import type { Tx } from "../../db/client";
import { insertEvent } from "../../db/events";
import { changeApp, requireManager, requireScope } from "../access";
import { type Context, doneBy } from "../context";

/** What is protected, or no longer: its name, and how the records are told; `set` answers false when it was so already. */
type Protection = { of: string; isProtected: boolean; set: (tx: Tx) => Promise<boolean> };

/**
 * Protects something of an app that the caller has the right to, and notes it in the timeline where that changes anything.
 * @throws DomainError `forbidden` unless an owner or an administrator asks; `conflict` while the app is being deleted.
 */
export async function setProtection(
  ctx: Context,
  app: OwnAppRow,
  { of, isProtected, set }: Protection,
): Promise<void> {
  requireScope(ctx, "write");
  requireManager(ctx, app);
  await changeApp(ctx, app.id, async (tx) => {
    if (!(await set(tx))) return;
    const by = { appId: app.id, ...doneBy(ctx) };
    await insertEvent(tx, by, { type: "edit_protection", data: { of, isProtected } });
  });
}
