import type { NodeStatus } from "../databases/status";
import type { OperationKind } from "../operations/state";
import { groupName } from "./group";

type Grouped = { groupNumber: number | null; status: NodeStatus };

/**
 * The nodes of a highly available database, in the order given; empty for one of a single node, also while a group is made that is to
 * take over from it.
 */
export function membersOf<N extends Grouped>(nodes: readonly N[]): N[] {
  const live = nodes.filter(({ status }) => status !== "removed");
  const of = (...those: NodeStatus[]) => live.find(({ status }) => those.includes(status));
  const serving = of("active") ?? of("standby") ?? live[0];
  return serving ? live.filter(({ groupNumber }) => isOfGroup(groupNumber, serving)) : [];
}

const isOfGroup = (groupNumber: number | null, serving: Grouped): boolean =>
  groupNumber !== null && groupNumber === serving.groupNumber;

/** The node and all others that there ever were of its group, in the order given; a single node alone. */
export const withGroup = <N extends Grouped & { id: string }>(nodes: readonly N[], node: N): N[] =>
  nodes.filter(({ id, groupNumber }) => id === node.id || isOfGroup(groupNumber, node));

/** What the Sentinels call its group; null for a database of a single node. */
export function groupOf(resourceId: string, nodes: readonly Grouped[]): string | null {
  const [first] = membersOf(nodes);
  return first?.groupNumber ? groupName(resourceId, first.groupNumber) : null;
}

/** What can be done with a highly available database. */
const POSSIBLE: readonly OperationKind[] = [
  "provision",
  "remove",
  "change-plan",
  "upgrade",
  "move",
  "restore",
  "restore-new",
  "import",
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
  return GROUP_REFUSAL;
}

/** Why a highly available database cannot have that, and what to do instead. */
const GROUP_REFUSAL =
  "This cannot be done with a highly available database yet. Change it to a plan of one node first, and back afterwards.";
