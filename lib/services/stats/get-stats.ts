import type { DatabaseInput } from "../../contract/databases";
import type { DatabaseStatsView } from "../../contract/stats";
import { getKnown } from "../../core/plans/catalog";
import type { LatestStats } from "../../core/stats/latest";
import { keysOf } from "../../core/stats/measures";
import { OLD_MS } from "../../core/stats/resolutions";
import { type DatabaseStatsRow, findDatabaseStats } from "../../db/database-stats";
import { requireDatabase } from "../access";
import type { Context } from "../context";

/** What was last seen of the database, from the records alone: nobody is asked. @throws DomainError `not_found`. */
export async function getStats(ctx: Context, { resourceId }: DatabaseInput): Promise<DatabaseStatsView> {
  const { addon } = await requireDatabase(ctx, resourceId, "look");
  const limit = getKnown(ctx.plans, addon.planId).clientsMax;
  const row = await findDatabaseStats(addon.databaseId);
  return row ? viewOf(row, limit) : { ...NEVER_SEEN, connections: { current: null, limit } };
}

const NEVER_SEEN = {
  firstAt: null,
  sampledAt: null,
  answeredAt: null,
  isCurrent: false,
  failure: null,
  container: null,
  diskBytes: null,
  server: null,
} as const;

const iso = (ms: number): string => new Date(ms).toISOString();

const level = (current: number | null, highest: number | null, limit: number | null) => ({
  current,
  highest,
  limit,
  free: current === null || limit === null ? null : Math.max(0, limit - current),
});

function containerView({ container, highest }: LatestStats): DatabaseStatsView["container"] {
  if (!container) return null;
  const { atMs, cpuPercent, usedBytes, limitBytes, swapBytes, swapLimitBytes } = container;
  return {
    at: iso(atMs),
    cpuPercent,
    memory: level(usedBytes, highest?.memoryBytes ?? null, limitBytes),
    swap: level(swapBytes, highest?.swapBytes ?? null, swapLimitBytes),
  };
}

function serverView({ redis }: LatestStats): DatabaseStatsView["server"] {
  if (!redis) return null;
  const { atMs, lastSaveAtMs, counters: _, ...rest } = redis;
  return {
    ...rest,
    at: iso(atMs),
    keys: keysOf(redis),
    lastSaveAt: lastSaveAtMs === null ? null : iso(lastSaveAtMs),
  };
}

function viewOf(
  { firstAt, sampledAt, answeredAt, latest }: DatabaseStatsRow,
  limit: number,
): DatabaseStatsView {
  return {
    firstAt: firstAt.toISOString(),
    sampledAt: sampledAt.toISOString(),
    answeredAt: answeredAt?.toISOString() ?? null,
    isCurrent: latest.failure === null && Date.now() - sampledAt.getTime() < OLD_MS,
    failure: latest.failure,
    container: containerView(latest),
    diskBytes: latest.diskBytes,
    connections: { current: latest.connections, limit },
    server: serverView(latest),
  };
}
