import type { DatabaseInput } from "../../contract/databases";
import type { AdviceView } from "../../contract/stats";
import { type AdvicePoint, decideAdvice } from "../../core/advice/decide";
import { engineOf } from "../../core/engines/engines";
import { getKnown } from "../../core/plans/catalog";
import type { DrawnPoint } from "../../core/stats/drawing";
import { DAY_MS, MINUTE_MS } from "../../core/units";
import { findDatabaseStats } from "../../db/database-stats";
import { listSeries } from "../../db/stats";
import { requireDatabase } from "../access";
import type { Context } from "../context";

const PAST_MS = 14 * DAY_MS;
const MEASURES = ["usedMemoryBytes", "connections", "evictionsPerSecond", "fragmentationRatio"] as const;

function pointOf({ atMs, low, mean, high }: DrawnPoint): AdvicePoint {
  const at = (place: number) => ({
    low: low[place] ?? null,
    mean: mean[place] ?? null,
    high: high[place] ?? null,
  });
  return { atMs, usedBytes: at(0), connections: at(1), evictionsPerSecond: at(2), fragmentationRatio: at(3) };
}

/** What the database's past suggests, urgent first; empty when there is nothing to say or no past yet. @throws DomainError `not_found`. */
export async function getAdvice(ctx: Context, { resourceId }: DatabaseInput): Promise<AdviceView[]> {
  const { addon } = await requireDatabase(ctx, resourceId, "look");
  const nowMs = Date.now();
  const span = { fromMs: nowMs - PAST_MS, toMs: nowMs, stepMs: 15 * MINUTE_MS };
  const [points, stats] = await Promise.all([
    listSeries({ databaseId: addon.databaseId, resolution: "15m", measures: MEASURES, ...span }),
    findDatabaseStats(addon.databaseId),
  ]);
  return decideAdvice({
    nowMs,
    points: points.map(pointOf),
    plan: getKnown(ctx.plans, addon.planId),
    plans: ctx.plans,
    maxMemoryPolicy: stats?.latest.redis?.maxMemoryPolicy ?? "noeviction",
    idleTimeoutSeconds: engineOf(addon.engine).idleTimeoutSeconds,
  });
}
