import type { GroupView } from "../../contract/databases";
import { askGroup } from "../../core/availability/ask";
import { membersOf } from "../../core/availability/members";
import { replacementNote } from "../../core/availability/replace";
import { isAway, type KnownHost } from "../../core/hosts/state";
import { findKnown } from "../../core/plans/catalog";
import type { DatabaseRow } from "../../db/databases";
import { listKnownHosts } from "../../db/hosts";
import { type NodeRow, sumReservations } from "../../db/nodes";
import { findSentinels } from "../../db/sentinels";
import type { Ports } from "../context";

/** What each node of a highly available database is to it now, by number; null for a database of one node. */
export async function readGroupHealth(ports: Ports, database: DatabaseRow): Promise<GroupView | null> {
  const nodes = membersOf(database.nodes);
  if (nodes.length === 0) return null;
  const known = await listKnownHosts();
  const hostNames = new Map(known.map(({ id, name }) => [id, name]));
  const state = await askGroup(ports, database, { findSentinels, hostNames });
  if (!state) return null;
  const { members, trouble: said } = state;
  const trouble = said && [said, ...(await replacementNotes(ports, nodes, known))].join(" ");
  return {
    nodes: members.map(({ name, hostName, state, lagBytes }) => ({ name, hostName, state, lagBytes })),
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
