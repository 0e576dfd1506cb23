import { randomUUID } from "node:crypto";
import { Email } from "../../contract/people";
import { DomainError } from "../../core/errors";
import { type ProviderRefusal, providerRefusalWords } from "../../core/people/provider-refusals";
import { type Tx, transaction } from "../../db/client";
import {
  findIdentityOwner,
  hasIdentityOf,
  insertIdentity,
  insertUserWithoutPassword,
} from "../../db/identities";
import { insertPersonEvent } from "../../db/person-events";
import { lockAdministrators } from "../../db/user-changes";
import { findUserByEmail, type UserRow } from "../../db/users";
import type { Identity } from "../../ports/identity-provider";
import { accountDisabled } from "./check-credentials";

/** By whom, and who may come: `makesAccounts` lets everybody in whom the provider vouches for. */
type Door = { provider: string; makesAccounts: boolean; address: string | null };

/**
 * Whose account an identity is. The first time it is found by the email address that the provider has verified, and linked; from then on
 * by the link alone, whatever becomes of the address. Safe to repeat.
 * @throws DomainError `forbidden` with a reason of `ProviderRefusal`.
 */
export async function admitIdentity(identity: Identity, door: Door): Promise<UserRow> {
  const user = await transaction(async (tx) => {
    // Of two sign-ins at the same moment the second finds what the first has linked.
    await lockAdministrators(tx);
    return (await findIdentityOwner(tx, identity)) ?? (await link(tx, identity, door));
  });
  if (user.disabledAt) throw accountDisabled();
  return user;
}

async function link(tx: Tx, identity: Identity, door: Door): Promise<UserRow> {
  const { data: email } = Email.safeParse(identity.verifiedEmail);
  if (email === undefined) throw refusal(door, "email_not_verified");
  const known = await findUserByEmail(email);
  // Nothing is linked with an account that signs in nowhere.
  if (known?.disabledAt) throw accountDisabled();
  const user = known ?? (await makeAccount(tx, { email, name: identity.name }, door));
  if (await hasIdentityOf(tx, identity.issuer, user.id)) throw refusal(door, "other_identity");
  await insertIdentity(tx, { ...identity, userId: user.id });
  await note(tx, "link-identity", email, door);
  return user;
}

async function makeAccount(
  tx: Tx,
  { email, name }: { email: string; name: string | null },
  door: Door,
): Promise<UserRow> {
  const id = randomUUID();
  // Who was removed is not let in again without an invitation.
  const made = door.makesAccounts
    ? await insertUserWithoutPassword(tx, { id, email, name: name?.trim().slice(0, 100) || email })
    : null;
  if (!made) throw refusal(door, "no_account");
  await note(tx, "make-account", email, door);
  return made;
}

const note = (tx: Tx, kind: "link-identity" | "make-account", email: string, { address }: Door) =>
  insertPersonEvent(tx, { kind, email, actorEmail: email, detail: null, address });

const refusal = ({ provider }: Door, reason: ProviderRefusal) =>
  new DomainError("forbidden", reason, providerRefusalWords(reason, provider));
