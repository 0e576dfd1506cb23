import type { DatabaseUserInput } from "../../contract/database-users";
import { updateDatabaseUser } from "../../db/database-users";
import { requireDatabase, requireScope } from "../access";
import type { Context } from "../context";
import { changeUsers } from "./change-users";
import { assertOwn, userNotFound } from "./protected";

/** Deletes a user and ends its connections. @throws DomainError as `changeDatabaseUser` does. */
export async function removeDatabaseUser(ctx: Context, input: DatabaseUserInput): Promise<null> {
  requireScope(ctx, "write");
  const { app, addon } = await requireDatabase(ctx, input.resourceId);
  const { databaseId, resourceId } = addon;
  const { name } = input;
  assertOwn(addon, name, "deleted");
  await changeUsers(ctx, {
    app,
    addon,
    name,
    write: async (tx) => {
      const changes = { removedAt: new Date(), isOn: false };
      if (!(await updateDatabaseUser(tx, { databaseId, name }, changes))) throw userNotFound();
    },
    events: [{ type: "delete_database_user", data: { resourceId, name } }],
  });
  return null;
}
