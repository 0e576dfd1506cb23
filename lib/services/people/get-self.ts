import type { UserView } from "../../contract/people";
import { findUserByEmail } from "../../db/users";
import { requireScope } from "../access";
import type { Context } from "../context";
import { userView } from "./view";

/** Who asks. */
export async function getSelf(ctx: Context): Promise<UserView & { id: string }> {
  requireScope(ctx, "look");
  const user = await findUserByEmail(ctx.actor.email);
  if (!user) throw new Error("the account of the caller is gone");
  return { id: user.id, ...userView(user) };
}
