import type { RevealVariablesInput, VariableValueView } from "../../contract/variables";
import { listVariables } from "../../db/variables";
import { requireApp, requireScope } from "../access";
import type { Context } from "../context";

/**
 * The app's variables with their values, sorted by name; an alias as `$NAME`, or with `isResolved` as what that stands for.
 * @throws DomainError `not_found`.
 */
export async function revealVariables(
  ctx: Context,
  { app: name, isResolved }: RevealVariablesInput,
): Promise<VariableValueView[]> {
  requireScope(ctx, "read");
  const app = await requireApp(ctx, name);
  const rows = await listVariables(app.id);
  const values = new Map(
    rows.map((row) => [row.name, row.aliasOf === null ? ctx.cipher.decrypt(row.valueEncrypted) : ""]),
  );
  const shownValue = ({ name: own, aliasOf }: { name: string; aliasOf: string | null }): string => {
    if (aliasOf === null) return values.get(own) ?? "";
    return isResolved ? (values.get(aliasOf) ?? "") : `$${aliasOf}`;
  };
  return rows.map((row) => ({ id: row.id, name: row.name, value: shownValue(row) }));
}
