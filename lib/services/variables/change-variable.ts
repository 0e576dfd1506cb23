import type { SetVariableInput, VariableValueView } from "../../contract/variables";
import { DomainError } from "../../core/errors";
import { listVariables } from "../../db/variables";
import { requireApp, requireScope } from "../access";
import type { Context } from "../context";
import { setVariable } from "./set-variable";

/** Changes the value of a variable that is there, by name or id. @throws DomainError `not_found`, and as `setVariable`. */
export async function changeVariable(ctx: Context, input: SetVariableInput): Promise<VariableValueView> {
  requireScope(ctx, "write");
  const app = await requireApp(ctx, input.app);
  const existing = (await listVariables(app.id)).find(({ id, name }) => [id, name].includes(input.name));
  if (!existing) throw new DomainError("not_found", "variable", `There is no variable ${input.name}.`);
  const { id, name } = await setVariable(ctx, { ...input, name: existing.name });
  return { id, name, value: input.value };
}
