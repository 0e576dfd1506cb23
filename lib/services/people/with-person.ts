import { DomainError } from "../../core/errors";
import { decidePersonChange, type PersonChange } from "../../core/people/changes";
import { type Tx, transaction } from "../../db/client";
import { insertPersonEvent } from "../../db/person-events";
import { findUserById, lockAdministrators } from "../../db/user-changes";
import type { UserRow } from "../../db/users";
import type { WhoAsks } from "../context";

/** Who changes an account: an administrator, or null for the operator at the machine. */
export type Changer = { userId: string; email: string; address: string | null } | null;

/** An administrator as one who changes accounts. */
export const changerOf = ({ actor: { userId, email }, address }: WhoAsks): Changer => ({
  userId,
  email,
  address,
});

/**
 * Runs one change of an account in a transaction, when the rules allow it, and notes it. `work` may answer what is noted beside.
 * @throws DomainError `not_found`; `conflict` for one's own account and the last administrator; `forbidden` for who is none any more.
 */
export async function withPerson(
  by: Changer,
  { id, change }: { id: string; change: PersonChange },
  work: (tx: Tx, user: UserRow) => Promise<string | undefined>,
): Promise<UserRow> {
  return transaction(async (tx) => {
    const administrators = await lockAdministrators(tx);
    if (by && !administrators.includes(by.userId))
      throw new DomainError("forbidden", "administrators_only", "Only administrators may do this.");
    const user = await findUserById(tx, id);
    if (!user) throw new DomainError("not_found", "person", "There is no such account.");
    const decision = decidePersonChange(change, {
      isSelf: by?.userId === id,
      isAdmin: user.isAdmin,
      isDisabled: user.disabledAt !== null,
      isOnlyAdministrator: administrators.length === 1 && administrators[0] === id,
    });
    if (!decision.allowed) throw new DomainError("conflict", decision.reason, decision.message);
    const detail = (await work(tx, user)) ?? null;
    const { email } = user;
    const who = { actorEmail: by?.email ?? null, address: by?.address ?? null };
    await insertPersonEvent(tx, { kind: change, email, detail, ...who });
    return user;
  });
}
