import type { SetVariablesInput, VariableValueView } from "../../contract/variables";
import { requireApp, requireScope } from "../access";
import type { Context } from "../context";
import { revealVariables } from "./reveal-variables";
import { writeVariables } from "./write";

/**
 * Sets all of these variables, or none; those with the same value already stay as they are, of a name given twice the last counts.
 * Answers them as they are now, sorted by name.
 * @throws DomainError `not_found`; `forbidden` reason `locked_by_addon`; `conflict` while the app is being deleted.
 */
export async function setVariables(ctx: Context, input: SetVariablesInput): Promise<VariableValueView[]> {
  requireScope(ctx, "write");
  const app = await requireApp(ctx, input.app);
  const wanted = new Map(input.variables.map(({ name, value }) => [name, value]));
  await writeVariables(ctx, app, wanted);
  const all = await revealVariables(ctx, { app: app.name, isResolved: false });
  return all.filter(({ name }) => wanted.has(name));
}
