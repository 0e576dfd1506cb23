import type { SlowLog } from "../../core/diagnostics/server";
import { requireDatabase, requireScope } from "../access";
import type { Context } from "../context";
import { reachData } from "../databases/reach-data";

const ENTRIES_MAX = 128;

/** The slowest commands, newest first. @throws DomainError `not_found`, `conflict`, `unavailable`. */
export async function getSlowLog(ctx: Context, input: { resourceId: string }): Promise<SlowLog> {
  requireScope(ctx, "read");
  const { addon } = await requireDatabase(ctx, input.resourceId);
  const { berth } = await reachData(ctx, addon);
  return ctx.redisData.inspection.slowLog(berth, ENTRIES_MAX);
}
