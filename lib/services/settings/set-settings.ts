import type { OperationView } from "../../contract/operations";
import type { SetSettingsInput } from "../../contract/settings";
import { engineOf } from "../../core/engines/engines";
import { DomainError } from "../../core/errors";
import { getKnown } from "../../core/plans/catalog";
import { type DatabaseSettings, defaultSettings } from "../../core/settings/settings";
import { loadDatabase, setSettings as writeSettings } from "../../db/databases";
import { requireDatabase, requireScope } from "../access";
import type { Context } from "../context";
import { assertWhole } from "../databases/assert-possible";
import { assertDataNoted } from "../databases/data-gone";
import { startOperation } from "../operations/start-operation";

/**
 * Begins to set what is given; what is not given stays. @throws DomainError `not_found`; `invalid` when nothing is given, or more
 * connections than the plan has; `conflict` unless the database is running, or while another operation runs (named).
 */
export async function setSettings(ctx: Context, input: SetSettingsInput): Promise<OperationView> {
  requireScope(ctx, "write");
  const { app, addon } = await requireDatabase(ctx, input.resourceId);
  const database = await loadDatabase(addon.databaseId);
  const given = Object.entries(input.settings).filter(([, value]) => value !== undefined);
  if (given.length === 0) throw new DomainError("invalid", "nothing_given", "Say what is to be set.");
  assertWithinPlan(input.settings, getKnown(ctx.plans, addon.planId));
  if (addon.status !== "running")
    throw new DomainError("conflict", "not_running", "Only a running database can be changed.");
  assertDataNoted(ctx, database, addon);
  await assertWhole(ctx, database);
  const { id: databaseId, settings } = database;
  const wanted: Partial<DatabaseSettings> = Object.fromEntries(given);
  // In full, so that a failure takes back what had a default.
  const former = { ...defaultSettings(engineOf(addon.engine)), ...settings };
  return startOperation(ctx, app, {
    kind: "set-settings",
    databaseId,
    settings: { wanted, former },
    events: [],
    after: (tx) => writeSettings(tx, databaseId, { ...former, ...wanted }),
  });
}

function assertWithinPlan(
  { clientsMax }: Partial<DatabaseSettings>,
  plan: { id: string; clientsMax: number },
): void {
  if (clientsMax === undefined || clientsMax === null || clientsMax <= plan.clientsMax) return;
  const message = `The plan ${plan.id} has ${plan.clientsMax} connections: no more can be let in.`;
  throw new DomainError("invalid", "more_than_plan", message, { fields: { clientsMax: [message] } });
}
