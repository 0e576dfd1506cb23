import type { GROUP_USERS } from "../availability/group";

/** Users of the platform itself; people cannot take these names. */
export const GATEWAY_USER = "gateway";
/** The user that the control plane signs in as; may do everything. */
export const BERTH_USER = "berth";

/** Length of a password that Berth makes. */
export const PASSWORD_CHARS = 64;

/** Whom every database has: the addon's own, the one the gateway asks with, and the control plane's. */
export const PROTECTED_USERS = ["default", GATEWAY_USER, BERTH_USER] as const;
/** One that Berth keeps the password of: of PROTECTED_USERS, or of GROUP_USERS. */
export type ProtectedUser = (typeof PROTECTED_USERS | typeof GROUP_USERS)[number];

type Parts = { cipher: { decrypt: (encrypted: string) => string } };
type WithUsers = { id: string; users: readonly { name: string; passwordEncrypted: string }[] };

/** The password of a user that every database has, in the clear. @throws Error when it is missing, which the records do not let happen. */
export function passwordOf({ cipher }: Parts, { id, users }: WithUsers, name: ProtectedUser): string {
  const user = users.find((candidate) => candidate.name === name);
  if (!user) throw new Error(`database ${id} has no user ${name}`);
  return cipher.decrypt(user.passwordEncrypted);
}

type WithOther = { users: readonly { name: string; otherPasswordEncrypted: string | null }[] };

/** The second password of the addon's own user, in the clear; null unless a rotation has one. */
export function otherPasswordOf({ cipher }: Parts, { users }: WithOther): string | null {
  const encrypted = users.find(({ name }) => name === "default")?.otherPasswordEncrypted;
  return encrypted ? cipher.decrypt(encrypted) : null;
}

/** How the control plane signs in to a service of the database. */
export const targetOf = (world: Parts, database: WithUsers, serviceName: string) =>
  berthTarget(serviceName, passwordOf(world, database, BERTH_USER));

/** The same, with the password at hand. */
export const berthTarget = (serviceName: string, password: string) => ({
  serviceName,
  user: BERTH_USER,
  password,
});
