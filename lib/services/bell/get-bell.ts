import type { BellView } from "../../contract/bell";
import { operationLabel } from "../../core/operations/steps";
import { DAY_MS } from "../../core/units";
import { listEndedOperations, listFiringAlerts } from "../../db/bell";
import { requireScope } from "../access";
import type { Context } from "../context";
import { newSince } from "./since";

const SHOWN_MAX = 30;
/** What one has looked at already is shown for so long. */
const SHOWN_MS = 7 * DAY_MS;

/** Alerts of the person's databases that fire now, and operations that ended within a week. */
export async function getBell(ctx: Context): Promise<BellView> {
  requireScope(ctx, "look");
  const now = new Date();
  const since = new Date(now.getTime() - SHOWN_MS);
  const [newAfter, alerts, ended] = await Promise.all([
    newSince(ctx.actor.userId, now),
    listFiringAlerts(ctx.actor, SHOWN_MAX),
    listEndedOperations(ctx.actor, { since, limit: SHOWN_MAX }),
  ]);
  return {
    at: now.toISOString(),
    alerts: alerts.map(({ firedAt, ...alert }) => ({ ...alert, since: firedAt.toISOString() })),
    ended: ended.map(({ kind, finishedAt, ...row }) => ({
      ...row,
      label: operationLabel(kind),
      finishedAt: finishedAt.toISOString(),
      isNew: finishedAt > newAfter,
    })),
  };
}
