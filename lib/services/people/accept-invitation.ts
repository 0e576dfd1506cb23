import { randomUUID } from "node:crypto";
import type { AcceptInvitationInput, UserView } from "../../contract/people";
import { DomainError } from "../../core/errors";
import { transaction } from "../../db/client";
import { claimInvitation, findOpenInvitation } from "../../db/invitations";
import { hasAdministrator, insertUser } from "../../db/users";
import { hashToken } from "./links";
import { hashedPassword } from "./passwords";
import { userView } from "./view";

/** For a link that does not work, whatever it was for. */
export const invalidLink = () =>
  new DomainError(
    "not_found",
    "invitation",
    "This link was used, has expired or was replaced. Ask an administrator for a new one.",
  );

/**
 * Makes the account that a link stands for; of several who use one link at once, one gets it.
 * @throws DomainError `not_found` when the link does not work (any more); `invalid` when it is for another email; `conflict` when the
 * email has an account or, for the set-up link, there is an administrator.
 */
export async function acceptInvitation(input: AcceptInvitationInput): Promise<UserView> {
  const { token, email, name, password } = input;
  const tokenHash = hashToken(token);
  const invitation = await findOpenInvitation(tokenHash, new Date());
  if (!invitation || invitation.userId !== null) throw invalidLink();
  if (invitation.email !== null && invitation.email !== email) {
    const message = `This invitation is for ${invitation.email}.`;
    throw new DomainError("invalid", "other_email", message, { fields: { email: [message] } });
  }
  const passwordHash = await hashedPassword(password);
  const row = await transaction(async (tx) => {
    if (!(await claimInvitation(tx, tokenHash, new Date()))) throw invalidLink();
    if (invitation.invitedById === null && (await hasAdministrator(tx)))
      throw new DomainError(
        "conflict",
        "already_set_up",
        "There is an administrator already. Sign in instead.",
      );
    return insertUser(tx, { id: randomUUID(), email, name, isAdmin: invitation.isAdmin, passwordHash });
  });
  return userView(row);
}
