import type { AddonView } from "../../contract/addons";
import type { AppInput } from "../../contract/apps";
import { listVisibleAddons } from "../../db/addons";
import { requireApp, requireScope } from "../access";
import type { Context } from "../context";
import { addonView } from "./view";

/** The app's addons that are not removed, oldest first. @throws DomainError `not_found`. */
export async function listAddons(ctx: Context, { app: name }: AppInput): Promise<AddonView[]> {
  requireScope(ctx, "look");
  const rows = await listVisibleAddons(ctx.actor, name);
  // No rows may also mean that there is no such app.
  if (rows.length === 0) await requireApp(ctx, name, "look");
  return rows.map(addonView);
}
