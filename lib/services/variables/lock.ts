import { DomainError } from "../../core/errors";
import type { VariableRow } from "../../db/variables";

/** @throws DomainError `forbidden` naming every variable that an addon set: its own operations keep it right. */
export function assertUnlocked(rows: readonly VariableRow[]): void {
  const [first, ...others] = rows.filter(({ addonId }) => addonId !== null);
  if (!first) return;
  const names = [first, ...others].map(({ name }) => name).join(", ");
  throw new DomainError(
    "forbidden",
    "locked_by_addon",
    others.length === 0
      ? `${names} belongs to the addon ${first.resourceId ?? first.addonId}, which keeps it right. Remove the addon to take it away.`
      : `${names} belong to addons, which keep them right. Leave these lines out, or remove the addons first.`,
  );
}
