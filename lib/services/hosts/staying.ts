import { membersOf } from "../../core/availability/members";
import { decideMove } from "../../core/hosts/move";
import { listServingGroups } from "../../db/databases";
import { sumReservations } from "../../db/nodes";
import type { Host } from "../../ports/docker-engine";

/** A database whose node cannot be taken from a host now, and in words why. */
export type Staying = { resourceId: string; reason: string };

/** The highly available databases with a node on the host that no other has room for, by resource id: they go on without it. */
export async function listStaying(hosts: readonly Host[], hostId: string): Promise<Staying[]> {
  const databases = await listServingGroups(hostId);
  if (databases.length === 0) return [];
  const reservedByHost = await sumReservations();
  return databases
    .flatMap(({ addon: { resourceId }, nodes }) => {
      const members = membersOf(nodes);
      const leaving = members.find((node) => node.hostId === hostId);
      if (!leaving) return [];
      const decision = decideMove({
        from: hostId,
        to: undefined,
        taken: members.flatMap((node) => (node.id !== leaving.id && node.hostId) || []),
        hosts,
        reservedByHost,
        needBytes: leaving.reservedBytes,
      });
      return decision.allowed ? [] : [{ resourceId, reason: decision.message }];
    })
    .sort((a, b) => (a.resourceId < b.resourceId ? -1 : 1));
}
