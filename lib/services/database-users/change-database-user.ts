import type { ChangeDatabaseUserInput, DatabaseUserView } from "../../contract/database-users";
import { DomainError } from "../../core/errors";
import type { EventDetail } from "../../core/events/events";
import { updateDatabaseUser } from "../../db/database-users";
import { requireDatabase, requireScope } from "../access";
import type { Context } from "../context";
import { changeUsers } from "./change-users";
import { assertOwn, userNotFound } from "./protected";
import { columnsOf, rightsOf } from "./rights-of";

/**
 * Switches a user on or off, or gives it other rights; its connections end, for they were let in by what held before.
 * @throws DomainError `not_found`; `forbidden` for a protected one; `invalid` when nothing is asked for; `conflict` as `addDatabaseUser`.
 */
export async function changeDatabaseUser(
  ctx: Context,
  input: ChangeDatabaseUserInput,
): Promise<DatabaseUserView> {
  requireScope(ctx, "write");
  const { app, addon } = await requireDatabase(ctx, input.resourceId);
  const { databaseId, resourceId } = addon;
  const { name, isOn, role } = input;
  assertOwn(addon, name, "changed");
  const changes = {
    ...(isOn !== undefined && { isOn }),
    ...(role !== undefined && columnsOf(rightsOf({ ...input, role }))),
  };
  if (Object.keys(changes).length === 0) throw nothing();
  const event = (what: "on" | "off" | "rights"): EventDetail => ({
    type: "edit_database_user",
    data: { resourceId, name, what },
  });
  return changeUsers(ctx, {
    app,
    addon,
    name,
    write: async (tx) => {
      if (!(await updateDatabaseUser(tx, { databaseId, name }, changes))) throw userNotFound();
    },
    events: [
      ...(isOn === undefined ? [] : [event(isOn ? "on" : "off")]),
      ...(role === undefined ? [] : [event("rights")]),
    ],
  });
}

const nothing = () =>
  new DomainError(
    "invalid",
    "nothing_to_change",
    "Say what is to change: is_on, or role with what belongs to it.",
  );
