import { DomainError } from "../../core/errors";
import { findPasswordHash } from "../../db/users";
import { requireSession } from "../access";
import type { Context } from "../context";
import { countPasswordCheck, notePasswordChecked } from "./attempts";
import { isPassword } from "./passwords";

/**
 * Asks for one's own password before something that a borrowed browser must not do.
 * @throws DomainError `forbidden` for tokens; `invalid` under the name `field` when it is wrong; `limit_exceeded` after too many wrong ones.
 */
export async function confirmPassword(ctx: Context, password: string, field = "password"): Promise<void> {
  requireSession(ctx);
  const { userId, email } = ctx.actor;
  await countPasswordCheck(email);
  const hash = await findPasswordHash(userId);
  if (!hash || !(await isPassword(password, hash))) {
    const message = "This is not your current password.";
    throw new DomainError("invalid", "wrong_password", message, { fields: { [field]: [message] } });
  }
  await notePasswordChecked(email);
}
