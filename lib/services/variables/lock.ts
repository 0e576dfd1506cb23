import { DomainError } from "../../core/errors";
import type { VariableRow } from "../../db/variables";

/** @throws DomainError `forbidden` when an addon set the variable: its own operations keep it right. */
export function assertUnlocked({ name, resourceId, addonId }: VariableRow): void {
  if (addonId === null) return;
  throw new DomainError(
    "forbidden",
    "locked_by_addon",
    `${name} belongs to the addon ${resourceId ?? addonId}, which keeps it right. Remove the addon to take it away.`,
  );
}
