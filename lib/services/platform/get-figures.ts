import { findKnown } from "../../core/plans/catalog";
import type { DatabaseFigures, PlatformFigures } from "../../core/stats/platform-figures";
import { OLD_MS } from "../../core/stats/resolutions";
import { SECOND_MS } from "../../core/units";
import { listRunningStats, type RunningStatsRow } from "../../db/database-stats";
import { countOperations } from "../../db/operations";
import { findOldestRound } from "../../db/stat-shards";
import { countLiveWorkers } from "../../db/workers";
import type { Context } from "../context";

type WithPlans = Pick<Context, "plans">;

function figuresOf(world: WithPlans, row: RunningStatsRow, nowMs: number): DatabaseFigures {
  const { appName: app, resourceId: database, planId: plan, latest, sampledAt } = row;
  return {
    labels: { app, database, plan },
    isUp: latest.failure === null && nowMs - sampledAt.getTime() < OLD_MS,
    connectionsMax: findKnown(world.plans, plan)?.clientsMax ?? null,
    latest,
  };
}

/** Everything that Prometheus is told, of all databases; the caller has checked who asks. */
export async function getFigures(world: WithPlans): Promise<PlatformFigures> {
  const nowMs = Date.now();
  const [rows, operations, oldestRound, workers] = await Promise.all([
    listRunningStats(),
    countOperations(),
    findOldestRound(),
    countLiveWorkers(),
  ]);
  // A database that nobody has looked at for a while has no figures, only that it is not up.
  const databases = rows.map((row) => {
    const isOld = nowMs - row.sampledAt.getTime() >= OLD_MS;
    const nothing = { ...row.latest, container: null, redis: null, diskBytes: null, connections: null };
    return figuresOf(world, isOld ? { ...row, latest: nothing } : row, nowMs);
  });
  return {
    databases,
    operations,
    queued: operations
      .filter(({ status }) => status === "queued")
      .reduce((total, { count }) => total + count, 0),
    samplerLagSeconds: Math.max(0, nowMs - oldestRound.getTime()) / SECOND_MS,
    workers,
  };
}
