import { chooseGroupHosts } from "../../core/availability/offer";
import { databaseMemoryBytes } from "../../core/databases/memory";
import { DomainError } from "../../core/errors";
import { chooseHost } from "../../core/hosts/choose";
import { transaction } from "../../db/client";
import { lockPlacement, type NodeRow, setNodeHost, sumReservations } from "../../db/nodes";
import type { StepSelf, WorkflowContext } from "../deps";
import { planOf } from "./database";

/**
 * Chooses the host and keeps its memory by the same transaction. A choice once made stays. A node that is to come in the place of
 * another goes to that one's host, and counts on the room that it leaves; one of a group to a host that none of `apartFrom` is on.
 */
export async function placeNode(
  world: WorkflowContext,
  node: NodeRow,
  {
    self,
    inPlaceOf,
    apartFrom = [],
  }: { self: StepSelf; inPlaceOf?: NodeRow; apartFrom?: readonly NodeRow[] },
): Promise<void> {
  if (node.hostId) return;
  const all = await world.engine.listHosts();
  const taken = apartFrom.map(({ hostId }) => hostId);
  const hosts = all.filter(({ id }) => (inPlaceOf ? id === inPlaceOf.hostId : !taken.includes(id)));
  const plan = planOf(world, node);
  const reason = await transaction(async (tx) => {
    await lockPlacement(tx);
    const reservedByHost = await sumReservations(tx);
    if (inPlaceOf?.hostId) {
      const reserved = reservedByHost.get(inPlaceOf.hostId) ?? 0;
      reservedByHost.set(inPlaceOf.hostId, reserved - inPlaceOf.reservedBytes);
    }
    const choice = chooseHost({
      hosts,
      reservedByHost,
      needBytes: databaseMemoryBytes(plan),
    });
    if (!choice.allowed) throw new DomainError("conflict", choice.reason, REFUSALS[choice.reason]);
    await setNodeHost(tx, node.id, choice.host);
    return { hostName: choice.host.name, ...choice.reason };
  });
  // With one host there is nothing to choose.
  if (reason.hosts > 1) await self.detail(reason);
}

/** Chooses a host for each node of a group, all different, and keeps their memory. A choice once made stays. */
export async function placeMembers(world: WorkflowContext, members: readonly NodeRow[]): Promise<void> {
  const homeless = members.filter(({ hostId }) => hostId === null);
  const [first] = homeless;
  if (!first) return;
  const hosts = await world.engine.listHosts();
  await transaction(async (tx) => {
    await lockPlacement(tx);
    const places = chooseGroupHosts({
      hosts,
      reservedByHost: await sumReservations(tx),
      plan: planOf(world, first),
      taken: members.flatMap(({ hostId }) => hostId ?? []),
    });
    if (!places.allowed) throw new DomainError("conflict", places.reason, places.message);
    for (const [index, { id }] of homeless.entries()) {
      const host = places.hosts[index];
      if (host) await setNodeHost(tx, id, host);
    }
  });
}

const REFUSALS = {
  no_room:
    "No host has enough free memory for this plan. Choose a smaller plan, remove a database, or add a host.",
  no_host_ready: "No host is ready. Check the engine, then try again.",
} as const;
