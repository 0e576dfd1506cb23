import { ChangePersonInput } from "../contract/people";
import { DomainError } from "../core/errors";
import { findUserByEmail, listUsers } from "../db/users";
import { changePersonAs } from "../services/people/change-person";
import { createPasswordLinkAs } from "../services/people/create-password-link";
import { removePersonAs } from "../services/people/remove-person";
import { platform } from "./container";

type Print = (line: string) => void;

/** What `bin/admin user VERB EMAIL` does, by verb. */
export const USER_VERBS: Record<string, string> = {
  disable: "cannot sign in any more; tokens and SSH keys open nothing",
  enable: "can sign in again",
  promote: "is an administrator",
  demote: "is no administrator any more",
  "end-sessions": "is signed out of every browser",
  "reset-second-factor": "has no second factor any more",
  "unlink-identity": "is found by its email address at the next sign-in by the identity provider",
};

/** Accounts, sorted by email. */
export async function printUsers(print: Print): Promise<void> {
  platform();
  const users = await listUsers();
  if (users.length === 0) print("There is no account yet.");
  for (const { email, isAdmin, disabledAt, createdAt } of users) {
    const role = (isAdmin ? "administrator" : "user").padEnd(16);
    const disabled = disabledAt ? `, disabled ${disabledAt.toISOString()}` : "";
    print(`${email.padEnd(40)}${role}since ${createdAt.toISOString()}${disabled}`);
  }
}

/** Changes the account of that email as the operator, who needs no right. @throws DomainError as the service. */
export async function changeUser(print: Print, verb: string, email: string): Promise<void> {
  const { id } = await findAccount(email);
  await changePersonAs(null, ChangePersonInput.parse({ id, change: verb }));
  print(`${email} ${USER_VERBS[verb]}.`);
}

/** Removes the account of that email; its apps are the heir's. @throws DomainError as the service. */
export async function removeUser(print: Print, email: string, heir: string | undefined): Promise<void> {
  const { id } = await findAccount(email);
  await removePersonAs(null, { id, heir: heir?.toLowerCase() });
  print(`${email} is removed.`);
}

/** Prints a one-time link alone, so that a script can pass it on. */
export async function printPasswordLink(print: Print, email: string): Promise<void> {
  const { id } = await findAccount(email);
  const { path } = await createPasswordLinkAs(null, { id });
  print(`${platform().baseUrl}${path}`);
}

async function findAccount(email: string): Promise<{ id: string }> {
  platform();
  const user = await findUserByEmail(email.toLowerCase());
  if (!user) throw new DomainError("not_found", "account", `There is no account for ${email}.`);
  return user;
}
