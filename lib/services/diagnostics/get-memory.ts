import { type MemoryReport, reportMemory } from "../../core/diagnostics/memory";
import { SECOND_MS } from "../../core/units";
import { requireDatabase, requireScope } from "../access";
import type { Context } from "../context";
import { reachData } from "../databases/reach-data";

/** Enough to tell prefixes apart, and over in a moment. */
const SAMPLE = { keysMax: 10_000, timeMs: 2 * SECOND_MS };

/** The biggest keys and prefixes of a database, from a sample. @throws DomainError `not_found`, `conflict`, `unavailable`. */
export async function getMemory(
  ctx: Context,
  input: { resourceId: string; database: number },
): Promise<MemoryReport> {
  requireScope(ctx, "read");
  const { addon } = await requireDatabase(ctx, input.resourceId);
  const { berth } = await reachData(ctx, addon);
  const place = { target: berth, database: input.database };
  return reportMemory(await ctx.redisData.inspection.sampleMemory(place, SAMPLE));
}
