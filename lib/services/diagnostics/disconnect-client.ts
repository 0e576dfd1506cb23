import { noteEvent } from "../../db/events";
import { requireDatabase, requireScope } from "../access";
import { type Context, doneBy } from "../context";
import { reachData } from "../databases/reach-data";

/** Ends one connection, and notes it. @throws DomainError `not_found` reason `client` too; `forbidden`, `conflict`, `unavailable`. */
export async function disconnectClient(
  ctx: Context,
  input: { resourceId: string; id: string; address: string },
): Promise<void> {
  requireScope(ctx, "write");
  const { app, addon } = await requireDatabase(ctx, input.resourceId);
  const { berth } = await reachData(ctx, addon);
  const { id, address } = input;
  const { resourceId } = addon;
  await ctx.redisData.inspection.disconnect(berth, { id, address });
  await noteEvent(
    { appId: app.id, ...doneBy(ctx) },
    { type: "client_disconnected", data: { resourceId, address } },
  );
}
