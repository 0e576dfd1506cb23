import type { AddonView } from "../../contract/addons";
import type { AppInput } from "../../contract/apps";
import { listAddons as listRows } from "../../db/addons";
import { requireApp } from "../access";
import type { Context } from "../context";
import { addonView } from "./view";

/** The app's addons that are not removed, oldest first. @throws DomainError `not_found`. */
export async function listAddons(ctx: Context, { app: name }: AppInput): Promise<AddonView[]> {
  const app = await requireApp(ctx, name);
  return (await listRows(app.id)).map(addonView);
}
