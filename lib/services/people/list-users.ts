import type { PersonView } from "../../contract/people";
import { listLinkedUsers } from "../../db/identities";
import { countOwnedApps } from "../../db/user-changes";
import { listUsers as listRows } from "../../db/users";
import { requireAdmin } from "../access";
import type { Context } from "../context";
import { userView } from "./view";

/** Everyone with an account, sorted by email. @throws DomainError `forbidden` unless an administrator asks. */
export async function listUsers(ctx: Context): Promise<PersonView[]> {
  requireAdmin(ctx);
  const [rows, apps, linked] = await Promise.all([listRows(), countOwnedApps(), listLinkedUsers()]);
  return rows.map((row) => ({
    ...userView(row),
    id: row.id,
    isSelf: row.id === ctx.actor.userId,
    isDisabled: row.disabledAt !== null,
    hasSecondFactor: row.hasSecondFactor,
    isLinked: linked.has(row.id),
    apps: apps.get(row.id) ?? 0,
  }));
}
