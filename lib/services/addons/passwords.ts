import { randomInt } from "node:crypto";
import { GROUP_USERS } from "../../core/availability/group";
import { PASSWORD_CHARS, PROTECTED_USERS } from "../../core/databases/users";
import type { Plan } from "../../core/plans/catalog";
import type { Cipher } from "../../ports/cipher";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Letters and digits only: it stands in URLs, ACL files and shells without quoting. 64 of them are 381 bits. */
export const makePassword = (): string =>
  Array.from({ length: PASSWORD_CHARS }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");

type NewUser = { name: string; passwordEncrypted: string; isProtected: boolean };

/** Protected users of these names with fresh passwords, encrypted. */
export const makeUsers = (cipher: Cipher, names: readonly string[]): NewUser[] =>
  names.map((name) => ({
    name,
    passwordEncrypted: cipher.encrypt(makePassword()),
    isProtected: true,
  }));

/** The users of a new database. */
export const makeProtectedUsers = (
  cipher: Cipher,
  { isHighlyAvailable = false }: Pick<Plan, "isHighlyAvailable">,
): NewUser[] => makeUsers(cipher, [...PROTECTED_USERS, ...(isHighlyAvailable ? GROUP_USERS : [])]);

/** What Sentinels, and those who ask them, sign in with. */
export const makeSentinelPasswords = (cipher: Cipher) => ({
  peerEncrypted: cipher.encrypt(makePassword()),
  berthEncrypted: cipher.encrypt(makePassword()),
  askingEncrypted: cipher.encrypt(makePassword()),
});
