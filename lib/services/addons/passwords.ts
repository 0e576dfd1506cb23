import { randomInt } from "node:crypto";
import type { Cipher } from "../../ports/cipher";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const PASSWORD_CHARS = 64;

/** Users that every database has: the addon's own, the one the gateway asks with, and the control plane's. */
const PROTECTED_USERS = ["default", "gateway", "berth"] as const;

/** Letters and digits only: it stands in URLs, ACL files and shells without quoting. 64 of them are 381 bits. */
const makePassword = (): string =>
  Array.from({ length: PASSWORD_CHARS }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");

/** The users of a new database with fresh passwords, encrypted. */
export const makeProtectedUsers = (
  cipher: Cipher,
): { name: string; passwordEncrypted: string; isProtected: boolean }[] =>
  PROTECTED_USERS.map((name) => ({
    name,
    passwordEncrypted: cipher.encrypt(makePassword()),
    isProtected: true,
  }));
