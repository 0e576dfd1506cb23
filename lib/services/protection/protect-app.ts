import type { ProtectAppInput } from "../../contract/apps";
import type { Tx } from "../../db/client";
import { setAppProtection } from "../../db/protection";
import { requireApp, requireScope } from "../access";
import type { Context } from "../context";
import { setProtection } from "./set-protection";

/** Protects an app against deletion, or no longer. Safe to repeat. @throws DomainError `not_found`, and as `setProtection`. */
export async function protectApp(ctx: Context, { app: name, isProtected }: ProtectAppInput): Promise<void> {
  requireScope(ctx, "write");
  const app = await requireApp(ctx, name);
  const set = (tx: Tx) => setAppProtection(tx, app.id, isProtected);
  await setProtection(ctx, app, { of: app.name, isProtected, set });
}
