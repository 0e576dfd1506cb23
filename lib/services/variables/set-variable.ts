import type { SetVariableInput, VariableView } from "../../contract/variables";
import { raiseRevision } from "../../db/apps";
import { insertEvent } from "../../db/events";
import { findVariables, upsertVariable } from "../../db/variables";
import { changeApp, requireApp, requireScope } from "../access";
import { type Context, doneBy } from "../context";
import { listChanges } from "./changes";
import { assertEnvironmentFits } from "./size";
import { variableView } from "./view";

/**
 * Adds a variable or changes its value; the same value again changes nothing.
 * @throws DomainError `not_found`; `forbidden` reason `locked_by_addon`; `invalid` when all together were too large; `conflict` while the app is being deleted.
 */
export async function setVariable(ctx: Context, input: SetVariableInput): Promise<VariableView> {
  requireScope(ctx, "write");
  const app = await requireApp(ctx, input.app);
  const { name, value } = input;
  return changeApp(ctx, app.id, async (tx) => {
    const standing = await findVariables(tx, app.id);
    const existing = standing.get(name);
    const wanted = new Map([[name, value]]);
    const [change] = listChanges(ctx, standing, wanted);
    if (existing && !change) return variableView(existing);
    assertEnvironmentFits(ctx, standing, wanted);
    const own = { valueEncrypted: ctx.cipher.encrypt(value), aliasOf: null, addonId: null };
    const row = await upsertVariable(tx, { appId: app.id, name, ...own, ...change });
    await raiseRevision(tx, app.id);
    await insertEvent(
      tx,
      { appId: app.id, ...doneBy(ctx) },
      { type: existing ? "edit_variable" : "new_variable", data: { name } },
    );
    return variableView(row);
  });
}
