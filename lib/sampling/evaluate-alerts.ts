import { type AlertKind, type AlertRule, type AlertState, decideAlert, rulesOf } from "../core/alerts/rules";
import { hasReason } from "../core/errors";
import { findKnown } from "../core/plans/catalog";
import type { Measures } from "../core/stats/measures";
import { listAlertRules, setAlertState } from "../db/alerts";
import { transaction } from "../db/client";
import { insertEvent } from "../db/events";
import type { SampledDatabase } from "../db/sampled-databases";
import { type SamplerDeps, subjectOf } from "./deps";
import type { Look } from "./sample-database";

/** Alerts of a database that are in breach or firing. */
export type AlertStates = Map<AlertKind, AlertState>;

export type Evaluated = {
  database: SampledDatabase;
  look: Look;
  measures: Measures;
  alerts: AlertStates;
};

const percent = (value: number | null, limit: number | undefined): number | null =>
  value === null || !limit ? null : (value / limit) * 100;

/** While Berth itself cannot see anything, or works on the database, its silence says nothing. */
function downValue({ database, look }: Evaluated): number | null {
  if (look.failure === null) return 0;
  return database.isBeingChanged || hasReason(look.failure, "link_unreachable", "link_refused") ? null : 1;
}

function watchedValue({ plans }: SamplerDeps, evaluated: Evaluated, kind: AlertKind): number | null {
  const { look, measures, database } = evaluated;
  switch (kind) {
    case "memory":
      return percent(measures.usedMemoryBytes, look.redis?.maxMemoryBytes);
    case "connections": {
      const plan = findKnown(plans, database.planId);
      return percent(measures.connections, plan?.clientsMax);
    }
    case "evictions":
      return measures.evictionsPerSecond;
    case "down":
      return downValue(evaluated);
  }
}

const isSame = (a: AlertState | null, b: AlertState | null): boolean =>
  a?.breachedAtMs === b?.breachedAtMs && a?.firedAtMs === b?.firedAtMs;

/** Writes what has changed, with its event; the values of an alert that only goes on are not worth a write. */
async function judgeOne(
  deps: SamplerDeps,
  evaluated: Evaluated,
  rule: AlertRule,
  atMs: number,
): Promise<void> {
  const { database, alerts } = evaluated;
  const { kind } = rule;
  const before = alerts.get(kind) ?? null;
  const value = watchedValue(deps, evaluated, kind);
  const { state, change } = decideAlert(rule, before, { value, atMs });
  if (!isSame(before, state))
    await transaction(async (tx) => {
      await setAlertState(tx, { databaseId: database.id, kind }, state);
      if (!change) return;
      const { resourceId, appId } = database;
      const data = { resourceId, kind, value: Math.round(value ?? before?.value ?? 0) };
      const type = change === "fired" ? "alert_fired" : "alert_recovered";
      await insertEvent(tx, { appId, databaseId: database.id, actorId: null }, { type, data });
    });
  if (state) alerts.set(kind, state);
  else alerts.delete(kind);
  if (!change) return;
  deps.log.info(`alert.${change}`, { databaseId: database.id, kind });
}

/** Decides every alert of the round's databases. */
export async function evaluateAlerts(
  deps: SamplerDeps,
  evaluated: readonly Evaluated[],
  atMs: number,
): Promise<void> {
  const own = await listAlertRules(evaluated.map(({ database }) => database.id));
  for (const one of evaluated)
    await deps.alone(subjectOf("judge-alerts", one.database), async () => {
      for (const rule of rulesOf(own.get(one.database.id) ?? [])) await judgeOne(deps, one, rule, atMs);
    });
}
