import { nodeName } from "../databases/names";
import type { NodeStatus } from "../databases/status";
import { targetOf } from "../databases/users";
import { groupOf, membersOf } from "./members";
import { sentinelTargets } from "./sentinel";
import { type GroupState, groupState, type Said } from "./state";

type Target = ReturnType<typeof targetOf>;

/** Who is asked, given as an argument: the port `groups` as far as it is needed here. */
type World = {
  instance: string;
  cipher: { decrypt: (encrypted: string) => string };
  groups: {
    master: (question: { sentinels: readonly Target[]; group: string }) => Promise<string | null>;
    says: (node: Target) => Promise<Said>;
  };
};

type Node = { number: number; groupNumber: number | null; status: NodeStatus; hostId: string | null };

type Database = {
  id: string;
  addon: { resourceId: string };
  nodes: readonly Node[];
  users: readonly { name: string; passwordEncrypted: string }[];
};

/** Reads the record of the Sentinels; asked only where a database has a group. */
type FindSentinels = () => Promise<{ berthEncrypted: string } | null>;

/** The service of the node that two Sentinels name as the master of its group; null when no two do, and for a database of one node. */
export async function masterOf(
  world: World,
  { addon, nodes }: Database,
  findSentinels: FindSentinels,
): Promise<string | null> {
  const group = groupOf(addon.resourceId, nodes);
  if (group === null) return null;
  return world.groups.master({ sentinels: sentinelTargets(world, await findSentinels()), group });
}

/** What each node of a highly available database is to it now, in their order; null for a database of one node. */
export async function askGroup(
  world: World,
  database: Database,
  { findSentinels, hostNames }: { findSentinels: FindSentinels; hostNames: ReadonlyMap<string, string> },
): Promise<GroupState | null> {
  const nodes = membersOf(database.nodes);
  if (nodes.length === 0) return null;
  const name = { instance: world.instance, resourceId: database.addon.resourceId };
  const [master, members] = await Promise.all([
    masterOf(world, database, findSentinels),
    Promise.all(
      nodes.map(async ({ number, hostId }) => {
        const node = nodeName(name, number);
        const said = await world.groups.says(targetOf(world, database, node));
        return { name: node, hostName: (hostId && hostNames.get(hostId)) ?? null, said };
      }),
    ),
  ]);
  return groupState(members, master);
}
