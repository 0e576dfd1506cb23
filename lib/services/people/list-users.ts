import type { UserView } from "../../contract/people";
import { listUsers as listRows } from "../../db/users";
import { requireAdmin } from "../access";
import type { Context } from "../context";
import { userView } from "./view";

/** Everyone with an account, sorted by email. @throws DomainError `forbidden` unless an administrator asks. */
export async function listUsers(ctx: Context): Promise<UserView[]> {
  requireAdmin(ctx);
  return (await listRows()).map(userView);
}
