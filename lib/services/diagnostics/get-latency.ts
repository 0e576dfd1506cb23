import type { Latency } from "../../core/diagnostics/server";
import { requireDatabase } from "../access";
import type { Context } from "../context";
import { reachData } from "../databases/reach-data";

/** How long commands take, and the way to the server. @throws DomainError `not_found`, `conflict`, `unavailable`. */
export async function getLatency(ctx: Context, input: { resourceId: string }): Promise<Latency> {
  const { addon } = await requireDatabase(ctx, input.resourceId, "look");
  const { berth } = await reachData(ctx, addon);
  return ctx.redisData.inspection.latency(berth);
}
