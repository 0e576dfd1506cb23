import type { InvitationLinkView, PersonInput } from "../../contract/people";
import { DAY_MS } from "../../core/units";
import { deletePasswordLinks, insertInvitation } from "../../db/invitations";
import { requireAdmin } from "../access";
import type { Context } from "../context";
import { makeToken } from "./links";
import { type Changer, changerOf, withPerson } from "./with-person";

/**
 * Makes a one-time link by which a person chooses a new password; it works for a day, and an earlier one no more.
 * @throws DomainError `forbidden` unless an administrator asks; else as `withPerson`.
 */
export async function createPasswordLink(ctx: Context, input: PersonInput): Promise<InvitationLinkView> {
  requireAdmin(ctx);
  return createPasswordLinkAs(changerOf(ctx), input);
}

/** The same for who needs no right: the operator at the machine. */
export async function createPasswordLinkAs(by: Changer, { id }: PersonInput): Promise<InvitationLinkView> {
  const { token, tokenHash } = makeToken();
  const expiresAt = new Date(Date.now() + DAY_MS);
  const { email } = await withPerson(by, { id, change: "password-link" }, async (tx, user) => {
    await deletePasswordLinks(tx, id);
    await insertInvitation(tx, {
      tokenHash,
      email: user.email,
      isAdmin: false,
      invitedById: by?.userId ?? null,
      userId: id,
      expiresAt,
    });
    return undefined;
  });
  return { email, path: `/invitations/${token}`, expiresAt: expiresAt.toISOString() };
}
