import { PERSON_CHANGES, type PersonChange } from "./changes";

/** What belongs to no app: what administrators do, and who comes by the identity provider. Stored: a name is never given to another thing. */
export const ACCOUNT_ACTS = [
  ...PERSON_CHANGES,
  "invite",
  "add-storage",
  "remove-storage",
  "link-identity",
  "make-account",
] as const;
/** One of `ACCOUNT_ACTS`. */
export type AccountAct = (typeof ACCOUNT_ACTS)[number];

/** `on` is the account's email, or the storage's name; `heir` is who has the account's apps now. */
type Told = (on: string, heir: string | null) => string;

const CHANGES: Record<PersonChange, Told> = {
  disable: (on) => `disabled the account ${on}.`,
  enable: (on) => `enabled the account ${on}.`,
  remove: (on, heir) => `removed the account ${on}${heir ? `; its apps went to ${heir}` : ""}.`,
  promote: (on) => `made ${on} an administrator.`,
  demote: (on) => `made ${on} an administrator no more.`,
  "reset-second-factor": (on) => `took the second factor off ${on}.`,
  "unlink-identity": (on) => `unlinked ${on} from the identity provider.`,
  "end-sessions": (on) => `ended the sessions of ${on}.`,
  "password-link": (on) => `made a link for a new password of ${on}.`,
};

const WORDS: Record<AccountAct, Told> = {
  ...CHANGES,
  invite: (on) => `invited ${on}.`,
  "add-storage": (on) => `added the storage ${on}.`,
  "remove-storage": (on) => `removed the storage ${on}.`,
  "link-identity": (on) => `linked the account ${on} with the identity provider.`,
  "make-account": (on) => `made the account ${on} by the identity provider.`,
};

/** To follow the name of who did it; what another version wrote is told by its kind. */
export function accountActWords(kind: string, on: string, detail: string | null): string {
  const known = ACCOUNT_ACTS.find((act) => act === kind);
  return known ? WORDS[known](on, detail) : `did ${kind} to ${on}.`;
}
