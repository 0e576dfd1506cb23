import { type AppRow, raiseRevision } from "../../db/apps";
import { insertEvent } from "../../db/events";
import { findVariables, upsertVariables } from "../../db/variables";
import { changeApp } from "../access";
import type { Context } from "../context";
import { assertUnlocked } from "./lock";
import { assertEnvironmentFits } from "./size";

const NAMES_TOLD_MAX = 10;

/** Sets all of these variables, or none. Answers the names of those that changed, sorted. @throws DomainError as `changeApp`, `assertUnlocked` and `assertEnvironmentFits`. */
export async function writeVariables(
  ctx: Context,
  app: AppRow,
  wanted: ReadonlyMap<string, string>,
): Promise<string[]> {
  return changeApp(ctx, app, async (tx) => {
    const rows = await findVariables(tx, app.id, [...wanted.keys()]);
    rows.forEach(assertUnlocked);
    const current = new Map(rows.map((row) => [row.name, ctx.cipher.decrypt(row.valueEncrypted)]));
    const names = [...wanted.keys()].filter((name) => current.get(name) !== wanted.get(name)).sort();
    if (names.length === 0) return names;
    await assertEnvironmentFits(tx, ctx, { appId: app.id, wanted });
    const changed = names.map((name) => ({
      name,
      valueEncrypted: ctx.cipher.encrypt(wanted.get(name) ?? ""),
    }));
    await upsertVariables(tx, app.id, changed);
    await raiseRevision(tx, app.id);
    await insertEvent(tx, {
      appId: app.id,
      databaseId: null,
      operationId: null,
      actorId: ctx.actor.userId,
      type: "edit_variables",
      data: { name: nameList(names), count: String(names.length) },
    });
    return names;
  });
}

const nameList = (names: readonly string[]): string =>
  names.length <= NAMES_TOLD_MAX
    ? names.join(", ")
    : `${names.slice(0, NAMES_TOLD_MAX).join(", ")} and ${names.length - NAMES_TOLD_MAX} more`;
