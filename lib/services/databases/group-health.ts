import type { GroupView } from "../../contract/databases";
import { membersOf } from "../../core/availability/members";
import { groupState } from "../../core/availability/state";
import { nodeName } from "../../core/databases/names";
import { targetOf } from "../../core/databases/users";
import type { DatabaseRow } from "../../db/databases";
import { listKnownHosts } from "../../db/hosts";
import type { Ports } from "../context";
import { masterOf } from "./serving-node";

/** What each node of a highly available database is to it now, by number; null for a database of one node. */
export async function readGroupHealth(ports: Ports, database: DatabaseRow): Promise<GroupView | null> {
  const nodes = membersOf(database.nodes);
  if (nodes.length === 0) return null;
  const { instance, groups } = ports;
  const hostNames = new Map((await listKnownHosts()).map(({ id, name }) => [id, name]));
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
  const { members: states, trouble } = groupState(members, master);
  return {
    nodes: states.map(({ name, hostName, state, lagBytes }) => ({ name, hostName, state, lagBytes })),
    trouble,
  };
}
