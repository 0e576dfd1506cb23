import type { AddonInput, AddonView } from "../../contract/addons";
import { requireAddon } from "../access";
import type { Context } from "../context";
import { addonView } from "./view";

/** One addon of the app. @throws DomainError `not_found`; `conflict` when the provider's name stands for several. */
export async function getAddon(ctx: Context, input: AddonInput): Promise<AddonView> {
  const { addon } = await requireAddon(ctx, input, "look");
  return addonView(addon);
}
