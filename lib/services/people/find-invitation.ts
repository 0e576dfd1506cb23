import type { InvitationView } from "../../contract/people";
import { findOpenInvitation } from "../../db/invitations";
import { hashToken } from "./links";

/** What a set-up, invitation or password link offers; null when it does not exist, was used, revoked or replaced, or has expired. */
export async function findInvitation({ token }: { token: string }): Promise<InvitationView | null> {
  const row = await findOpenInvitation(hashToken(token), new Date());
  if (!row) return null;
  const { email, isAdmin, invitedById, userId, expiresAt } = row;
  const isForPassword = userId !== null;
  const isSetup = invitedById === null && !isForPassword;
  return { email, isAdmin, isSetup, isForPassword, expiresAt: expiresAt.toISOString() };
}
