import type { MoveTargetsView } from "../../contract/changes";
import type { DatabaseInput } from "../../contract/databases";
import { membersOf } from "../../core/availability/members";
import { nodeName } from "../../core/databases/names";
import { freeBytesOf } from "../../core/hosts/choose";
import { loadDatabase } from "../../db/databases";
import { sumReservations } from "../../db/nodes";
import { requireDatabase } from "../access";
import type { Context } from "../context";

/** Where the database, or a node of it, can be moved to now; no hosts on a Swarm that has no other. @throws DomainError `not_found`. */
export async function listMoveTargets(ctx: Context, { resourceId }: DatabaseInput): Promise<MoveTargetsView> {
  const { addon } = await requireDatabase(ctx, resourceId, "look");
  const [{ nodes }, hosts, reservedByHost] = await Promise.all([
    loadDatabase(addon.databaseId),
    ctx.engine.listHosts(),
    sumReservations(),
  ]);
  const active = nodes.find(({ status }) => status === "active");
  if (!active) return { hosts: [], nodes: [] };
  const members = membersOf(nodes);
  const own = [active, ...members].map(({ hostId }) => hostId);
  return {
    hosts: hosts
      .filter(({ id, isReady, isReachable }) => isReady && isReachable && !own.includes(id))
      .map((host) => ({ name: host.name, freeBytes: freeBytesOf(host, reservedByHost.get(host.id) ?? 0) }))
      .filter(({ freeBytes }) => freeBytes >= active.reservedBytes)
      .sort((a, b) => b.freeBytes - a.freeBytes),
    nodes: members.map(({ number, hostId }) => ({
      name: nodeName({ instance: ctx.instance, resourceId }, number),
      hostName: hosts.find(({ id }) => id === hostId)?.name ?? null,
    })),
  };
}
