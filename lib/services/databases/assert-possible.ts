import { refusalOfGroup } from "../../core/availability/members";
import { DomainError } from "../../core/errors";
import type { OperationKind } from "../../core/operations/state";
import type { DatabaseRow } from "../../db/databases";
import type { NodeRow } from "../../db/nodes";
import type { Ports } from "../context";
import { readGroupHealth } from "./group-health";

type Nodes = readonly Pick<NodeRow, "groupNumber" | "status">[];

/** @throws DomainError `conflict` reason `highly_available` for what would change one node of several. */
export function assertPossible(kind: OperationKind, nodes: Nodes): void {
  const refusal = refusalOfGroup(kind, nodes);
  if (refusal !== null) throw new DomainError("conflict", "highly_available", refusal);
}

/** What is set on every node has to reach all of them. @throws DomainError `conflict` reason `nodes_missing` while one is not in step. */
export async function assertWhole(ports: Ports, database: DatabaseRow): Promise<void> {
  const trouble = (await readGroupHealth(ports, database))?.trouble ?? null;
  if (trouble === null) return;
  const message = `${trouble} Nothing is set until all of its nodes are in step: try again then.`;
  throw new DomainError("conflict", "nodes_missing", message);
}
