import type { SetVariableInput, VariableView } from "../../contract/variables";
import { raiseRevision } from "../../db/apps";
import { insertEvent } from "../../db/events";
import { findVariables, upsertVariable } from "../../db/variables";
import { changeApp, requireApp } from "../access";
import type { Context } from "../context";
import { assertUnlocked } from "./lock";
import { assertEnvironmentFits } from "./size";
import { variableView } from "./view";

/**
 * Adds a variable or changes its value; the same value again changes nothing.
 * @throws DomainError `not_found`; `forbidden` reason `locked_by_addon`; `invalid` when all together were too large; `conflict` while the app is being deleted.
 */
export async function setVariable(ctx: Context, input: SetVariableInput): Promise<VariableView> {
  const app = await requireApp(ctx, input.app);
  const { name, value } = input;
  return changeApp(ctx, app, async (tx) => {
    const [existing] = await findVariables(tx, app.id, [name]);
    if (existing) assertUnlocked(existing);
    if (existing && ctx.cipher.decrypt(existing.valueEncrypted) === value) return variableView(existing);
    await assertEnvironmentFits(tx, ctx, { appId: app.id, wanted: new Map([[name, value]]) });
    const valueEncrypted = ctx.cipher.encrypt(value);
    const row = await upsertVariable(tx, {
      appId: app.id,
      name,
      valueEncrypted,
      addonId: null,
      aliasOf: null,
    });
    await raiseRevision(tx, app.id);
    await insertEvent(tx, {
      appId: app.id,
      databaseId: null,
      operationId: null,
      actorId: ctx.actor.userId,
      type: existing ? "edit_variable" : "new_variable",
      data: { name },
    });
    return variableView(row);
  });
}
