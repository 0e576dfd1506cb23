import type { DatabaseInput } from "../../contract/databases";
import type { SettingsView } from "../../contract/settings";
import { engineOf } from "../../core/engines/engines";
import { getKnown } from "../../core/plans/catalog";
import { defaultSettings } from "../../core/settings/settings";
import { loadDatabase } from "../../db/databases";
import { requireDatabase } from "../access";
import type { Context } from "../context";

/** What people have set of a database, as the records have it. @throws DomainError `not_found`. */
export async function getSettings(ctx: Context, input: DatabaseInput): Promise<SettingsView> {
  const { addon } = await requireDatabase(ctx, input.resourceId, "look");
  const { settings } = await loadDatabase(addon.databaseId);
  const { clientsMax: planClientsMax } = getKnown(ctx.plans, addon.planId);
  return { ...defaultSettings(engineOf(addon.engine)), ...settings, planClientsMax };
}
