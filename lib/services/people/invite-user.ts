import type { InvitationLinkView, InviteUserInput } from "../../contract/people";
import { DomainError } from "../../core/errors";
import { transaction } from "../../db/client";
import { deleteInvitationsOf, insertInvitation } from "../../db/invitations";
import { insertPersonEvent } from "../../db/person-events";
import { findUserByEmail } from "../../db/users";
import { requireAdmin } from "../access";
import { adminOf, type Context } from "../context";
import { LINK_LIFETIME_MS, makeToken } from "./links";

/**
 * Makes a one-time link for one email; an earlier open one for it stops working.
 * @throws DomainError `forbidden` unless an administrator asks; `conflict` when the email has an account.
 */
export async function inviteUser(
  ctx: Context,
  { email, isAdmin }: InviteUserInput,
): Promise<InvitationLinkView> {
  requireAdmin(ctx);
  if (await findUserByEmail(email)) {
    const message = "There is an account with this email already.";
    throw new DomainError("conflict", "email_taken", message, { fields: { email: [message] } });
  }
  const { token, tokenHash } = makeToken();
  const expiresAt = new Date(Date.now() + LINK_LIFETIME_MS);
  await transaction(async (tx) => {
    await deleteInvitationsOf(tx, email);
    await insertInvitation(tx, { tokenHash, email, isAdmin, invitedById: ctx.actor.userId, expiresAt });
    await insertPersonEvent(tx, { kind: "invite", email, detail: null, ...adminOf(ctx) });
  });
  return { email, path: `/invitations/${token}`, expiresAt: expiresAt.toISOString() };
}
