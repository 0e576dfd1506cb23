import "server-only";
import {
  type METRIC_ROUTES,
  type MeasureName,
  toApiMetrics,
  toApiPoints,
} from "../../../contract/api/metrics";
import { DomainError } from "../../../core/errors";
import { HOUR_MS } from "../../../core/units";
import type { Context } from "../../../services/context";
import { getDatabase } from "../../../services/databases/get-database";
import { createLogsToken } from "../../../services/logs/create-logs-token";
import { getSeries } from "../../../services/stats/get-series";
import { getStats } from "../../../services/stats/get-stats";
import type { Handlers } from "../handler";

export const METRIC_HANDLERS: Handlers<typeof METRIC_ROUTES> = {
  getMetrics: async ({ ctx, params: { database } }) => {
    const { resourceId, instances } = await getDatabase(ctx, { resourceId: database });
    return toApiMetrics(await getStats(ctx, { resourceId }), instances);
  },
  listPoints: ({ ctx, params, query }) => points(ctx, params, query),
  listInstancePoints: async ({ ctx, params, query }) => {
    const { instances } = await getDatabase(ctx, { resourceId: params.database });
    const instance = instances.find(({ id }) => id === params.instance);
    if (!instance)
      throw new DomainError("not_found", "instance", "This part of the database does not exist.");
    return instance.kind === "node" ? points(ctx, params, query) : [];
  },
  getLogsUrl: async ({ ctx, params: { database }, origin }) => {
    const { resourceId, token } = await createLogsToken(ctx, { resourceId: database });
    // Clients add to it with `&`.
    return { url: `${origin}/api/logs/${resourceId}?token=${token}&timestamp=${Date.now()}` };
  },
};

async function points(
  ctx: Context,
  { database, measure }: { database: string; measure: MeasureName },
  { since, last }: { since: number; last: boolean },
) {
  const now = Date.now();
  const series = await getSeries(ctx, {
    resourceId: database,
    range: "1h",
    from: new Date(now - since * HOUR_MS).toISOString(),
    to: new Date(now).toISOString(),
  });
  const all = toApiPoints(series, measure);
  return last ? all.slice(-1) : all;
}
