import { transaction } from "../../db/client";
import { deleteSetupLinks, insertInvitation } from "../../db/invitations";
import { hasAdministrator } from "../../db/users";
import { LINK_LIFETIME_MS, makeToken } from "./links";

/** Path of a one-time link that makes the first administrator; earlier ones stop working. Null once there is an administrator. */
export async function createSetupLink(): Promise<string | null> {
  const { token, tokenHash } = makeToken();
  const expiresAt = new Date(Date.now() + LINK_LIFETIME_MS);
  return transaction(async (tx) => {
    await deleteSetupLinks(tx);
    if (await hasAdministrator(tx)) return null;
    await insertInvitation(tx, { tokenHash, email: null, isAdmin: true, invitedById: null, expiresAt });
    return `/setup?token=${token}`;
  });
}
