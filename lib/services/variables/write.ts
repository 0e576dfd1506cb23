import { type AppRow, raiseRevision } from "../../db/apps";
import { insertEvent } from "../../db/events";
import { findVariables, upsertVariables } from "../../db/variables";
import { changeApp, requireScope } from "../access";
import { type Context, doneBy } from "../context";
import { listChanges } from "./changes";
import { assertEnvironmentFits } from "./size";

/** Sets all of these variables, or none. Answers the names of those that changed, sorted. @throws DomainError as `changeApp`, `listChanges` and `assertEnvironmentFits`. */
export async function writeVariables(
  ctx: Context,
  app: AppRow,
  wanted: ReadonlyMap<string, string>,
): Promise<string[]> {
  requireScope(ctx, "write");
  return changeApp(ctx, app.id, async (tx) => {
    const standing = await findVariables(tx, app.id);
    const changes = listChanges(ctx, standing, wanted);
    const names = changes.map(({ name }) => name).sort();
    if (names.length === 0) return names;
    assertEnvironmentFits(ctx, standing, wanted);
    await upsertVariables(tx, app.id, changes);
    await raiseRevision(tx, app.id);
    await insertEvent(
      tx,
      { appId: app.id, ...doneBy(ctx) },
      { type: "edit_variables", data: { names, count: names.length } },
    );
    return names;
  });
}
