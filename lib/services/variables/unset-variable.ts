import type { VariableInput } from "../../contract/variables";
import { DomainError } from "../../core/errors";
import { raiseRevision } from "../../db/apps";
import { insertEvent } from "../../db/events";
import { deleteVariable, findVariableByKey } from "../../db/variables";
import { changeApp, requireApp, requireScope } from "../access";
import { type Context, doneBy } from "../context";
import { assertUnlocked } from "./lock";

/** Takes a variable away. @throws DomainError `not_found`; `forbidden` reason `locked_by_addon`; `conflict` while the app is being deleted. */
export async function unsetVariable(ctx: Context, { app: appName, name: key }: VariableInput): Promise<void> {
  requireScope(ctx, "write");
  const app = await requireApp(ctx, appName);
  await changeApp(ctx, app.id, async (tx) => {
    const existing = await findVariableByKey(tx, app.id, key);
    if (!existing) throw new DomainError("not_found", "variable", `There is no variable ${key}.`);
    const { name } = existing;
    assertUnlocked([existing]);
    await deleteVariable(tx, { appId: app.id, name });
    await raiseRevision(tx, app.id);
    await insertEvent(tx, { appId: app.id, ...doneBy(ctx) }, { type: "delete_variable", data: { name } });
  });
}
