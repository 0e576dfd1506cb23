import type { ChangePasswordInput } from "../../contract/people";
import { DomainError } from "../../core/errors";
import { transaction } from "../../db/client";
import { deleteOtherSessions } from "../../db/sessions";
import { findPasswordHash, setPasswordHash } from "../../db/users";
import { requireSession } from "../access";
import type { Context } from "../context";
import { countPasswordCheck, notePasswordChecked } from "./attempts";
import { hashedPassword, isPassword } from "./passwords";

/**
 * Changes one's own password and signs every other device out.
 * @throws DomainError `forbidden` for tokens; `invalid` when the current one is wrong; `limit_exceeded` after too many wrong ones.
 */
export async function changePassword(ctx: Context, input: ChangePasswordInput): Promise<void> {
  const { actor } = ctx;
  const sessionId = requireSession(ctx);
  await countPasswordCheck(actor.email);
  const hash = await findPasswordHash(actor.userId);
  if (!hash || !(await isPassword(input.currentPassword, hash))) {
    const message = "This is not your current password.";
    throw new DomainError("invalid", "wrong_password", message, { fields: { currentPassword: [message] } });
  }
  await notePasswordChecked(actor.email);
  const newHash = await hashedPassword(input.newPassword);
  await transaction(async (tx) => {
    await setPasswordHash(tx, actor.userId, newHash);
    await deleteOtherSessions(tx, { userId: actor.userId, id: sessionId });
  });
}
