import type { AlertView } from "../../contract/alerts";
import type { DatabaseInput } from "../../contract/databases";
import { rulesOf } from "../../core/alerts/rules";
import { MINUTE_MS } from "../../core/units";
import { listAlertRules, listAlertStates } from "../../db/alerts";
import { requireDatabase } from "../access";
import type { Context } from "../context";

/** Every alert of the database with its rule and its state, in a fixed order. @throws DomainError `not_found`. */
export async function listAlerts(ctx: Context, { resourceId }: DatabaseInput): Promise<AlertView[]> {
  const { addon } = await requireDatabase(ctx, resourceId, "look");
  const ids = [addon.databaseId];
  const [rules, states] = await Promise.all([listAlertRules(ids), listAlertStates(ids)]);
  return rulesOf(rules.get(addon.databaseId) ?? []).map(({ durationMs, ...rule }) => {
    const state = states.get(addon.databaseId)?.find(({ kind }) => kind === rule.kind)?.state;
    const since = state && new Date(state.firedAtMs ?? state.breachedAtMs).toISOString();
    return {
      ...rule,
      durationMinutes: durationMs / MINUTE_MS,
      state: !state ? "well" : state.firedAtMs === null ? "breached" : "firing",
      since: since ?? null,
      value: state?.value ?? null,
    };
  });
}
