import type { DatabaseUsersView } from "../../contract/database-users";
import type { DatabaseInput } from "../../contract/databases";
import { loadDatabase } from "../../db/databases";
import { requireDatabase } from "../access";
import type { Context } from "../context";
import { databaseUserView } from "./view";

/** Users of a database: the addon's own by both its names, then people's own by name. @throws DomainError `not_found`. */
export async function listDatabaseUsers(ctx: Context, input: DatabaseInput): Promise<DatabaseUsersView> {
  const { addon } = await requireDatabase(ctx, input.resourceId, "look");
  const { users } = await loadDatabase(addon.databaseId);
  const owner = users.filter(({ name }) => name === "default");
  const own = users.filter(({ isProtected, removedAt }) => !isProtected && removedAt === null);
  return {
    users: [...owner, ...owner.map((row) => ({ ...row, name: addon.resourceId })), ...own].map(
      databaseUserView,
    ),
    formerPasswordUntil: owner[0]?.otherUntil?.toISOString() ?? null,
  };
}
