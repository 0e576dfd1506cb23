import type { SetUserPasswordInput, UserPasswordView } from "../../contract/database-users";
import { updateDatabaseUser } from "../../db/database-users";
import { requireDatabase, requireScope } from "../access";
import type { Context } from "../context";
import { changeUsers } from "./change-users";
import { newPassword } from "./password";
import { assertOwn, userNotFound } from "./protected";

/** Gives a user another password; who signed in with the one before is disconnected. @throws DomainError as `changeDatabaseUser` does. */
export async function setUserPassword(ctx: Context, input: SetUserPasswordInput): Promise<UserPasswordView> {
  requireScope(ctx, "write");
  const { app, addon } = await requireDatabase(ctx, input.resourceId);
  const { databaseId, resourceId } = addon;
  const { name } = input;
  assertOwn(addon, name, "updated");
  const { passwordEncrypted, shown } = newPassword(ctx, input.password);
  const user = await changeUsers(ctx, {
    app,
    addon,
    name,
    write: async (tx) => {
      if (!(await updateDatabaseUser(tx, { databaseId, name }, { passwordEncrypted }))) throw userNotFound();
    },
    events: [{ type: "edit_database_user", data: { resourceId, name, what: "password" } }],
  });
  return { user, password: shown };
}
