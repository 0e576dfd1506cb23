import type { GroupView } from "../../contract/databases";
import { membersOf } from "../../core/availability/members";
import { replacementNote } from "../../core/availability/replace";
import { groupState } from "../../core/availability/state";
import { nodeName } from "../../core/databases/names";
import { targetOf } from "../../core/databases/users";
import { isAway, type KnownHost } from "../../core/hosts/state";
import { findKnown } from "../../core/plans/catalog";
import type { DatabaseRow } from "../../db/databases";
import { listKnownHosts } from "../../db/hosts";
import { type NodeRow, sumReservations } from "../../db/nodes";
import type { Ports } from "../context";
import { masterOf } from "./serving-node";

/** What each node of a highly available database is to it now, by number; null for a database of one node. */
export async function readGroupHealth(ports: Ports, database: DatabaseRow): Promise<GroupView | null> {
  const nodes = membersOf(database.nodes);
  if (nodes.length === 0) return null;
  const { instance, groups } = ports;
  const known = await listKnownHosts();
  const hostNames = new Map(known.map(({ id, name }) => [id, name]));
  const [master, members] = await Promise.all([
    masterOf(ports, database),
    Promise.all(
      nodes.map(async ({ number, hostId }) => {
        const name = nodeName({ instance, resourceId: database.addon.resourceId }, number);
        const said = await groups.says(targetOf(ports, database, name));
        return { name, hostName: (hostId && hostNames.get(hostId)) ?? null, said };
      }),
    ),
  ]);
  const { members: states, trouble: said } = groupState(members, master);
  const trouble = said && [said, ...(await replacementNotes(ports, nodes, known))].join(" ");
  return {
    nodes: states.map(({ name, hostName, state, lagBytes }) => ({ name, hostName, state, lagBytes })),
    trouble,
  };
}

/** Of each node whose host is away what becomes of it. */
async function replacementNotes(
  { engine, plans, replaceAfterMs: afterMs }: Ports,
  nodes: readonly NodeRow[],
  known: readonly KnownHost[],
): Promise<string[]> {
  const away = known.filter(({ id, state }) => isAway(state) && nodes.some(({ hostId }) => hostId === id));
  if (away.length === 0) return [];
  const hosts = await engine.listHosts();
  const reservedByHost = await sumReservations();
  return away.flatMap((host) => {
    const left = nodes.filter(({ hostId }) => hostId !== host.id);
    const taken = left.flatMap(({ hostId }) => hostId ?? []);
    const plan = findKnown(plans, left[0]?.planId ?? "");
    if (!plan) return [];
    return replacementNote(host, { hosts, reservedByHost, plan, taken, now: new Date(), afterMs }) ?? [];
  });
}
