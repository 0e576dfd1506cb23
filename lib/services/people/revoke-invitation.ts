import type { InvitationInput } from "../../contract/people";
import { DomainError } from "../../core/errors";
import { deleteInvitation } from "../../db/invitations";
import { requireAdmin } from "../access";
import type { Context } from "../context";

/** The link stops working. @throws DomainError `forbidden` unless an administrator asks; `not_found` when it was accepted or revoked. */
export async function revokeInvitation(ctx: Context, { id }: InvitationInput): Promise<void> {
  requireAdmin(ctx);
  if (!(await deleteInvitation(id)))
    throw new DomainError("not_found", "invitation", "This invitation was accepted or revoked.");
}
