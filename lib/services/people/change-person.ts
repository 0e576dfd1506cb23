import type { ChangePersonInput } from "../../contract/people";
import type { Tx } from "../../db/client";
import { deleteIdentities } from "../../db/identities";
import { deleteInvitationsBy } from "../../db/invitations";
import { deletePasskeys } from "../../db/passkeys";
import { deleteSecondFactor } from "../../db/second-factors";
import { deleteSessions, setUserAdmin, setUserDisabled } from "../../db/user-changes";
import { requireAdmin } from "../access";
import type { Context } from "../context";
import { type Changer, changerOf, withPerson } from "./with-person";

/**
 * Disables or enables an account, makes it an administrator or none, ends its sessions, or takes its second factor or its link to the identity provider off. Safe to repeat. Tokens and keys of a disabled
 * account open nothing, and do again once it is enabled.
 * @throws DomainError `forbidden` unless an administrator asks; else as `withPerson`.
 */
export async function changePerson(ctx: Context, input: ChangePersonInput): Promise<void> {
  requireAdmin(ctx);
  await changePersonAs(changerOf(ctx), input);
}

/** The same for who needs no right: the operator at the machine. @throws DomainError as `withPerson`. */
export async function changePersonAs(by: Changer, input: ChangePersonInput): Promise<void> {
  await withPerson(by, input, async (tx, { id }) => {
    await apply(tx, id, input.change);
    return undefined;
  });
}

async function apply(tx: Tx, id: string, change: ChangePersonInput["change"]): Promise<void> {
  switch (change) {
    case "disable":
      await setUserDisabled(tx, id, new Date());
      await deleteSessions(tx, id);
      // Else an administrator who is let go would come back by a link of their own.
      return deleteInvitationsBy(tx, id);
    case "enable":
      return setUserDisabled(tx, id, null);
    case "promote":
      return setUserAdmin(tx, id, true);
    case "demote":
      await setUserAdmin(tx, id, false);
      return deleteInvitationsBy(tx, id);
    case "end-sessions":
      return deleteSessions(tx, id);
    case "reset-second-factor":
      // They were on the device that was lost, or on whose it is now.
      await deletePasskeys(tx, id);
      return deleteSecondFactor(tx, id);
    case "unlink-identity":
      return deleteIdentities(tx, id);
  }
}
