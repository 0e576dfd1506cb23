import type { AlertView, SetAlertInput } from "../../contract/alerts";
import { MINUTE_MS } from "../../core/units";
import { upsertAlertRule } from "../../db/alerts";
import { transaction } from "../../db/client";
import { requireDatabase, requireScope } from "../access";
import type { Context } from "../context";
import { listAlerts } from "./list-alerts";

/** Changes the rule of one alert; it holds from the next round on. Answers all of them. @throws DomainError `forbidden`, `not_found`. */
export async function setAlert(ctx: Context, input: SetAlertInput): Promise<AlertView[]> {
  requireScope(ctx, "write");
  const { addon } = await requireDatabase(ctx, input.resourceId);
  const { resourceId, kind, isOn, threshold, durationMinutes } = input;
  const rule = { kind, isOn, threshold, durationMs: durationMinutes * MINUTE_MS };
  await transaction((tx) => upsertAlertRule(tx, addon.databaseId, rule));
  return listAlerts(ctx, { resourceId });
}
