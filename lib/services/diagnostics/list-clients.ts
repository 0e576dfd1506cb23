import type { ClientRow } from "../../core/diagnostics/server";
import { requireDatabase } from "../access";
import type { Context } from "../context";
import { reachData } from "../databases/reach-data";

/** Who is connected, but the platform itself; longest first. @throws DomainError `not_found`, `conflict`, `unavailable`. */
export async function listClients(ctx: Context, input: { resourceId: string }): Promise<ClientRow[]> {
  const { addon } = await requireDatabase(ctx, input.resourceId, "look");
  const { berth } = await reachData(ctx, addon);
  return ctx.redisData.inspection.clients(berth);
}
