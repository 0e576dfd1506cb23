import type { AddDatabaseUserInput, UserPasswordView } from "../../contract/database-users";
import { DomainError } from "../../core/errors";
import type { Tx } from "../../db/client";
import { countDatabaseUsers, insertDatabaseUser } from "../../db/database-users";
import { requireDatabase, requireScope } from "../access";
import type { Context } from "../context";
import { changeUsers } from "./change-users";
import { newPassword } from "./password";
import { assertFree } from "./protected";
import { columnsOf, rightsOf } from "./rights-of";

const USERS_MAX = 50;

/**
 * Adds a user to a running database. @throws DomainError `not_found`; `invalid` for a name of the platform or rights that contradict each
 * other; `conflict` for a name that is taken, the 51st user, and while the database is being changed (named).
 */
export async function addDatabaseUser(ctx: Context, input: AddDatabaseUserInput): Promise<UserPasswordView> {
  requireScope(ctx, "write");
  const { app, addon } = await requireDatabase(ctx, input.resourceId);
  const { databaseId, resourceId } = addon;
  const { name } = input;
  assertFree(addon, name);
  const rights = rightsOf(input);
  const { passwordEncrypted, shown } = newPassword(ctx, input.password);
  const user = await changeUsers(ctx, {
    app,
    addon,
    name,
    write: async (tx) => {
      await assertRoom(tx, databaseId);
      const columns = { databaseId, name, passwordEncrypted, isOn: true, ...columnsOf(rights) };
      await insertDatabaseUser(tx, columns);
    },
    events: [{ type: "new_database_user", data: { resourceId, name, role: rights.role } }],
  });
  return { user, password: shown };
}

async function assertRoom(tx: Tx, databaseId: string): Promise<void> {
  if ((await countDatabaseUsers(tx, databaseId)) < USERS_MAX) return;
  throw new DomainError("conflict", "too_many_users", `A database has ${USERS_MAX} users at most.`);
}
