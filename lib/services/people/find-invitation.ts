import type { InvitationView } from "../../contract/people";
import { findOpenInvitation } from "../../db/invitations";
import { hashToken } from "./links";

/** What a set-up or invitation link offers; null when it does not exist, was used, revoked or replaced, or has expired. */
export async function findInvitation({ token }: { token: string }): Promise<InvitationView | null> {
  const row = await findOpenInvitation(hashToken(token), new Date());
  if (!row) return null;
  const { email, isAdmin, invitedById, expiresAt } = row;
  return { email, isAdmin, isSetup: invitedById === null, expiresAt: expiresAt.toISOString() };
}
