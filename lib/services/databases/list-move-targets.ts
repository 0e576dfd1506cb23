import type { MoveTargetsView } from "../../contract/changes";
import type { DatabaseInput } from "../../contract/databases";
import { freeBytesOf } from "../../core/hosts/choose";
import { loadDatabase } from "../../db/databases";
import { sumReservations } from "../../db/nodes";
import { requireDatabase } from "../access";
import type { Context } from "../context";

/** Where the database can be moved to now; most free memory first, empty on a Swarm of one, and for a highly available one. @throws DomainError `not_found`. */
export async function listMoveTargets(ctx: Context, { resourceId }: DatabaseInput): Promise<MoveTargetsView> {
  const { addon } = await requireDatabase(ctx, resourceId, "look");
  const [{ nodes }, hosts, reservedByHost] = await Promise.all([
    loadDatabase(addon.databaseId),
    ctx.engine.listHosts(),
    sumReservations(),
  ]);
  const active = nodes.find(({ status }) => status === "active");
  // A node of several stays where it is.
  if (!active || active.groupNumber !== null) return [];
  return hosts
    .filter(({ id, isReady, isReachable }) => isReady && isReachable && id !== active.hostId)
    .map((host) => ({ name: host.name, freeBytes: freeBytesOf(host, reservedByHost.get(host.id) ?? 0) }))
    .filter(({ freeBytes }) => freeBytes >= active.reservedBytes)
    .sort((a, b) => b.freeBytes - a.freeBytes);
}
