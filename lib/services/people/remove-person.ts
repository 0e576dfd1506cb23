import type { RemovePersonInput } from "../../contract/people";
import { DomainError } from "../../core/errors";
import type { Tx } from "../../db/client";
import { deleteInvitationsBy } from "../../db/invitations";
import { handApps, listOwnedApps, setUserRemoved } from "../../db/user-changes";
import { findUserByEmail } from "../../db/users";
import { requireAdmin } from "../access";
import type { Context } from "../context";
import { type Changer, changerOf, withPerson } from "./with-person";

/**
 * Takes an account away: its sessions, tokens and keys end, its apps are the heir's, what it did stays told. Its email can be invited again.
 * @throws DomainError `forbidden` unless an administrator asks; `conflict` reason `owns_apps` without an heir; `invalid` for an heir
 * without an account, disabled, or removed by this; else as `withPerson`.
 */
export async function removePerson(ctx: Context, input: RemovePersonInput): Promise<void> {
  requireAdmin(ctx);
  await removePersonAs(changerOf(ctx), input);
}

/** The same for who needs no right: the operator at the machine. */
export async function removePersonAs(by: Changer, { id, heir }: RemovePersonInput): Promise<void> {
  await withPerson(by, { id, change: "remove" }, async (tx, user) => {
    const apps = await listOwnedApps(tx, id);
    if (apps.length > 0) await handOver(tx, { id, apps, heir });
    await deleteInvitationsBy(tx, id);
    await setUserRemoved(tx, user, new Date());
    return apps.length > 0 ? heir : undefined;
  });
}

async function handOver(tx: Tx, person: { id: string; apps: string[]; heir?: string | undefined }) {
  const { id, apps, heir } = person;
  const message = `This person owns ${apps.join(", ")}: say who is to have ${apps.length === 1 ? "it" : "them"}, or delete ${apps.length === 1 ? "it" : "them"} first.`;
  if (heir === undefined)
    throw new DomainError("conflict", "owns_apps", message, { fields: { heir: [message] } });
  const to = await findUserByEmail(heir);
  if (!to || to.disabledAt || to.id === id) {
    const why = `${heir} cannot have apps: there is no such account that is enabled.`;
    throw new DomainError("invalid", "no_heir", why, { fields: { heir: [why] } });
  }
  await handApps(tx, { from: id, to: to.id });
}
