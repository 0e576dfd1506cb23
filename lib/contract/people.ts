import { z } from "zod";
import { safeNextPath } from "../core/people/next-path";

/** An email address, trimmed and in small letters, as accounts are found by it. */
export const Email = z
  .string()
  .trim()
  .toLowerCase()
  .pipe(z.email({ error: "This is not an email address." }));
/** One that was set before: it is not measured against what is asked of new ones. */
const PresentPassword = z
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
