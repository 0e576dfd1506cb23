/** What an administrator does to an account. */
export const PERSON_CHANGES = [
  "disable",
  "enable",
  "remove",
  "promote",
  "demote",
  "end-sessions",
  "password-link",
  "reset-second-factor",
  "unlink-identity",
] as const;
/** One of `PERSON_CHANGES`. */
export type PersonChange = (typeof PERSON_CHANGES)[number];

/** Whom a change is of; `isOnlyAdministrator` says that no other administrator could sign in. */
export type ChangedPerson = {
  isSelf: boolean;
  isAdmin: boolean;
  isDisabled: boolean;
  isOnlyAdministrator: boolean;
};

/** Whether a change of an account may be made, and why not: stable reason, message for people. */
export type PersonDecision = { allowed: true } | { allowed: false; reason: string; message: string };

const refused = (reason: string, message: string): PersonDecision => ({ allowed: false, reason, message });

const LOCKS_OUT: readonly PersonChange[] = ["disable", "remove", "demote"];

/** Nobody locks themselves out, and one administrator who can sign in always remains. */
export function decidePersonChange(change: PersonChange, person: ChangedPerson): PersonDecision {
  if (LOCKS_OUT.includes(change)) {
    if (person.isSelf)
      return refused("own_account", "This is your own account: another administrator has to do this.");
    if (person.isOnlyAdministrator)
      return refused("last_administrator", "This is the last administrator who can sign in.");
  }
  if (change === "promote" && person.isDisabled)
    return refused("account_disabled", "This account is disabled. Enable it first.");
  if (change === "password-link" && person.isSelf)
    return refused("own_account", "Change your own password on the Account page.");
  if (change === "reset-second-factor" && person.isSelf)
    return refused("own_account", "Switch your own second factor off on the Account page.");
  return { allowed: true };
}
