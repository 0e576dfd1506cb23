import type { RevealedVariableView, VariableInput } from "../../contract/variables";
import { DomainError } from "../../core/errors";
import { findVariable, type VariableRow } from "../../db/variables";
import { requireApp, requireScope } from "../access";
import type { Context } from "../context";

/** The value of one variable; an alias answers the value of the variable it stands for. @throws DomainError `not_found`. */
export async function revealVariable(ctx: Context, input: VariableInput): Promise<RevealedVariableView> {
  requireScope(ctx, "read");
  const app = await requireApp(ctx, input.app);
  const variable = await requireVariable(app.id, input.name);
  const source = variable.aliasOf === null ? variable : await requireVariable(app.id, variable.aliasOf);
  return { name: variable.name, value: ctx.cipher.decrypt(source.valueEncrypted) };
}

async function requireVariable(appId: string, name: string): Promise<VariableRow> {
  const variable = await findVariable(appId, name);
  if (!variable) throw new DomainError("not_found", "variable", `There is no variable ${name}.`);
  return variable;
}
