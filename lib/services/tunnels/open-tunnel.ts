import type { Duplex } from "node:stream";
import { gatewayName } from "../../core/databases/names";
import { DomainError } from "../../core/errors";
import { type Destination, decideDestination } from "../../core/ssh/destination";
import type { AppRow } from "../../db/apps";
import type { DatabaseDoor } from "../../ports/database-door";
import { requireDatabase, requireScope } from "../access";
import type { Context } from "../context";

/**
 * A byte stream to the gateway of a database whose app the person may see, and its app.
 * @throws DomainError `forbidden` for anything but a database; `not_found`; `conflict` while the database does not serve; `unavailable`.
 */
export async function openTunnel(
  ctx: Context,
  destination: Destination,
  door: DatabaseDoor,
): Promise<{ app: AppRow; stream: Duplex }> {
  requireScope(ctx, "write");
  const { app, addon } = await requireDatabase(ctx, databaseOf(destination));
  const { resourceId } = addon;
  if (addon.status !== "running")
    throw new DomainError("conflict", "not_running", `${resourceId} is not running.`);
  return { app, stream: await door.open(gatewayName({ instance: ctx.instance, resourceId })) };
}

function databaseOf(destination: Destination): string {
  const decision = decideDestination(destination);
  if (decision.isAllowed) return decision.resourceId;
  throw new DomainError("forbidden", "destination", "A tunnel leads to a database and nowhere else.");
}
