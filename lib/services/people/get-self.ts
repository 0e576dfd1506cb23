import type { UserView } from "../../contract/people";
import { findUserByEmail } from "../../db/users";
import type { Context } from "../context";
import { userView } from "./view";

/** Who asks. */
export async function getSelf({ actor }: Context): Promise<UserView & { id: string }> {
  const user = await findUserByEmail(actor.email);
  if (!user) throw new Error("the account of the caller is gone");
  return { id: user.id, ...userView(user) };
}
