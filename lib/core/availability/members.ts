import type { NodeStatus } from "../databases/status";
import type { FeatureName } from "../features/features";
import type { OperationKind } from "../operations/state";
import { groupName } from "./group";

type Grouped = { groupNumber: number | null; status: NodeStatus };

/** The nodes of a highly available database, in the order given; empty for one of a single node. */
export const membersOf = <N extends Grouped>(nodes: readonly N[]): N[] =>
  nodes.filter(({ groupNumber, status }) => groupNumber !== null && status !== "removed");

/** What the Sentinels call its group; null for a database of a single node. */
export function groupOf(resourceId: string, nodes: readonly Grouped[]): string | null {
  const [first] = membersOf(nodes);
  return first?.groupNumber ? groupName(resourceId, first.groupNumber) : null;
}

/** What can be done with a highly available database: the rest would change one of its nodes and leave the others. */
const POSSIBLE: readonly OperationKind[] = [
  "provision",
  "remove",
  "back-up",
  "drill",
  "rotate-password",
  "set-feature",
  "set-settings",
  "replace-node",
];

/** Why a database cannot have that done to it now, in words; null when it can. */
export function refusalOfGroup(kind: OperationKind, nodes: readonly Grouped[]): string | null {
  if (membersOf(nodes).length === 0 || POSSIBLE.includes(kind)) return null;
  return kind === "move" ? STAYS : GROUP_REFUSAL;
}

/** Features that a highly available database does not have yet. */
const WITHOUT: readonly FeatureName[] = ["redis-aof", "publicly-available"];

/** Why a highly available database cannot have that feature, in words; null when it can. */
export const refusalOfFeature = (name: FeatureName): string | null =>
  WITHOUT.includes(name) ? "A highly available database cannot have this yet." : null;

const STAYS =
  "A highly available database has a node on each of its hosts, and they stay there. A host with one of them can be drained, or shut down for a while: the others serve.";

/** Why a highly available database stays as it was made, and what to do instead. */
export const GROUP_REFUSAL =
  "This cannot be done with a highly available database yet: its nodes stay as they were made. Restore a backup of it into a new database with a plan of one node, and change that one.";
