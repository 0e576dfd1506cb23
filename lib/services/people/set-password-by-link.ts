import type { LinkPasswordInput } from "../../contract/people";
import { transaction } from "../../db/client";
import { claimInvitation, findOpenInvitation } from "../../db/invitations";
import { forgetDevices } from "../../db/second-factors";
import { deleteSessions, findUserById } from "../../db/user-changes";
import { setPasswordHash } from "../../db/users";
import { invalidLink } from "./accept-invitation";
import { hashToken } from "./links";
import { hashedPassword } from "./passwords";

/** Sets the password that a link is for, once, and ends the account's sessions; answers its email. @throws DomainError `not_found`. */
export async function setPasswordByLink({ token, password }: LinkPasswordInput): Promise<string> {
  const tokenHash = hashToken(token);
  const userId = (await findOpenInvitation(tokenHash, new Date()))?.userId;
  if (!userId) throw invalidLink();
  const passwordHash = await hashedPassword(password);
  return transaction(async (tx) => {
    const user = await findUserById(tx, userId);
    if (!user || !(await claimInvitation(tx, tokenHash, new Date()))) throw invalidLink();
    await setPasswordHash(tx, userId, passwordHash);
    await deleteSessions(tx, userId);
    await forgetDevices(tx, userId);
    return user.email;
  });
}
