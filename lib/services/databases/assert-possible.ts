import { refusalOfGroup } from "../../core/availability/members";
import { DomainError } from "../../core/errors";
import type { OperationKind } from "../../core/operations/state";
import type { NodeRow } from "../../db/nodes";

/** @throws DomainError `conflict` reason `highly_available` for what would change one node of several. */
export function assertPossible(
  kind: OperationKind | "users",
  nodes: readonly Pick<NodeRow, "groupNumber" | "status">[],
): void {
  const refusal = refusalOfGroup(kind, nodes);
  if (refusal !== null) throw new DomainError("conflict", "highly_available", refusal);
}
