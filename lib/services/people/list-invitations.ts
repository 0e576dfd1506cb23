import type { PendingInvitationView } from "../../contract/people";
import { listOpenInvitations } from "../../db/invitations";
import { requireAdmin } from "../access";
import type { Context } from "../context";

/** Invitations that can still be accepted, newest first. @throws DomainError `forbidden` unless an administrator asks. */
export async function listInvitations(ctx: Context): Promise<PendingInvitationView[]> {
  requireAdmin(ctx);
  const rows = await listOpenInvitations(new Date());
  return rows.map(({ id, email, isAdmin, expiresAt }) => ({
    id,
    email: email ?? "",
    isAdmin,
    expiresAt: expiresAt.toISOString(),
  }));
}
