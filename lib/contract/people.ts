import { z } from "zod";
import { safeNextPath } from "../core/people/next-path";

/** An email address, trimmed and in small letters, as accounts are found by it. */
export const Email = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.email({ error: "This is not an email address." }));
/** One that was set before: it is not measured against what is asked of new ones. */
export const PresentPassword = z
  .string()
  .min(1, { error: "Type your password." })
  .max(128, { error: "A password has at most 128 characters." });
const Password = z
  .string()
  .min(12, { error: "A password has at least 12 characters." })
  .max(128, { error: "A password has at most 128 characters." });
const PersonName = z
  .string()
  .trim()
  .min(1, { error: "Say your name." })
  .max(100, { error: "A name has at most 100 characters." });

/** `next` is where to go afterwards; anything but a path of this site becomes the first page. */
export const SignInInput = z.object({
  email: Email,
  password: PresentPassword,
  next: z.string().optional().transform(safeNextPath),
});
export type SignInInput = z.infer<typeof SignInInput>;

/** `token` is the one of the set-up or invitation link. */
export const AcceptInvitationInput = z.object({
  token: z.string().min(1),
  email: Email,
  name: PersonName,
  password: Password,
});
export type AcceptInvitationInput = z.infer<typeof AcceptInvitationInput>;

/** An account as the command on the server makes it: without an invitation, perhaps of an administrator. */
export const NewUser = AcceptInvitationInput.omit({ token: true }).extend({ isAdmin: z.boolean() });
export type NewUser = z.infer<typeof NewUser>;

/** What a set-up (`isSetup`) or invitation link offers; `email` is null where the person chooses it. */
export const InvitationView = z.object({
  email: z.string().nullable(),
  isAdmin: z.boolean(),
  isSetup: z.boolean(),
  /** It is for a new password of an account that there is. */
  isForPassword: z.boolean(),
  expiresAt: z.iso.datetime(),
});
export type InvitationView = z.infer<typeof InvitationView>;

/** Forms send "on" for a ticked box and nothing otherwise. */
export const InviteUserInput = z.object({
  email: Email,
  isAdmin: z.preprocess((value) => value === "on" || value === true, z.boolean()),
});
export type InviteUserInput = z.infer<typeof InviteUserInput>;

/** `path` begins with a slash and holds the token; shown once. */
export const InvitationLinkView = z.object({
  email: z.string(),
  path: z.string(),
  expiresAt: z.iso.datetime(),
});
export type InvitationLinkView = z.infer<typeof InvitationLinkView>;

/** An account as other people see it. `createdAt` is ISO 8601 in UTC. */
export const UserView = z.object({
  email: z.string(),
  name: z.string(),
  isAdmin: z.boolean(),
  createdAt: z.iso.datetime(),
});
export type UserView = z.infer<typeof UserView>;

/** An account as administrators see it; `apps` is how many it owns. */
export const PersonView = UserView.extend({
  id: z.string(),
  isSelf: z.boolean(),
  isDisabled: z.boolean(),
  hasSecondFactor: z.boolean(),
  /** Linked with somebody of the identity provider. */
  isLinked: z.boolean(),
  apps: z.number(),
});
export type PersonView = z.infer<typeof PersonView>;

/** Names an account. */
export const PersonInput = z.object({ id: z.string().min(1).max(100) });
export type PersonInput = z.infer<typeof PersonInput>;

/** A change of an account that needs to know nothing else. */
export const ChangePersonInput = PersonInput.extend({
  change: z.enum([
    "disable",
    "enable",
    "promote",
    "demote",
    "end-sessions",
    "reset-second-factor",
    "unlink-identity",
  ]),
});
export type ChangePersonInput = z.infer<typeof ChangePersonInput>;

/** `heir` is the email of who gets the person's apps; forms send it empty where there are none. */
export const RemovePersonInput = PersonInput.extend({
  heir: z.preprocess((value) => (value === "" ? undefined : value), Email.optional()),
});
export type RemovePersonInput = z.infer<typeof RemovePersonInput>;

/** A new password by a one-time link. */
export const LinkPasswordInput = z.object({ token: z.string().min(1), password: Password });
export type LinkPasswordInput = z.infer<typeof LinkPasswordInput>;

/** What was done to an account; `actorEmail` is null for the operator at the machine. */
export const PersonEventView = z.object({
  id: z.string(),
  kind: z.string(),
  email: z.string(),
  actorEmail: z.string().nullable(),
  /** Who has the person's apps now. */
  detail: z.string().nullable(),
  createdAt: z.iso.datetime(),
});
export type PersonEventView = z.infer<typeof PersonEventView>;

/** An invitation that nobody has accepted yet; its link works until `expiresAt`, ISO 8601 in UTC. */
export const PendingInvitationView = z.object({
  id: z.string(),
  email: z.string(),
  isAdmin: z.boolean(),
  expiresAt: z.iso.datetime(),
});
export type PendingInvitationView = z.infer<typeof PendingInvitationView>;

/** Names an invitation by its id. */
export const InvitationInput = z.object({ id: z.uuid() });
export type InvitationInput = z.infer<typeof InvitationInput>;

/** A browser that is signed in. `isCurrent` is the one that asks; times are ISO 8601 in UTC. */
export const SessionView = z.object({
  id: z.string(),
  isCurrent: z.boolean(),
  ipAddress: z.string().nullable(),
  userAgent: z.string().nullable(),
  createdAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime(),
});
export type SessionView = z.infer<typeof SessionView>;

/** Names one of the caller's own sessions. */
export const SessionInput = z.object({ id: z.string().min(1) });
export type SessionInput = z.infer<typeof SessionInput>;

/** The present password is asked for again; only the new one is measured against today's rules. */
export const ChangePasswordInput = z.object({
  currentPassword: PresentPassword,
  newPassword: Password,
});
export type ChangePasswordInput = z.infer<typeof ChangePasswordInput>;
