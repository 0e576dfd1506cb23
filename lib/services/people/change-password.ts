import type { ChangePasswordInput } from "../../contract/people";
import { transaction } from "../../db/client";
import { forgetDevices } from "../../db/second-factors";
import { deleteOtherSessions } from "../../db/sessions";
import { setPasswordHash } from "../../db/users";
import { requireSession } from "../access";
import type { Context } from "../context";
import { confirmPassword } from "./confirm-password";
import { hashedPassword } from "./passwords";

/**
 * Changes one's own password, signs every other device out, and lets none in without a code any more.
 * @throws DomainError `forbidden` for tokens; `invalid` when the current one is wrong; `limit_exceeded` after too many wrong ones.
 */
export async function changePassword(ctx: Context, input: ChangePasswordInput): Promise<void> {
  const sessionId = requireSession(ctx);
  const { userId } = ctx.actor;
  await confirmPassword(ctx, input.currentPassword, "currentPassword");
  const newHash = await hashedPassword(input.newPassword);
  await transaction(async (tx) => {
    await setPasswordHash(tx, userId, newHash);
    await deleteOtherSessions(tx, { userId, id: sessionId });
    await forgetDevices(tx, userId);
  });
}
