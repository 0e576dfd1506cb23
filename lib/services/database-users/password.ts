import { createHash } from "node:crypto";
import { makePassword } from "../addons/passwords";
import type { Ports } from "../context";

/** What is kept of a password, and what is shown of it this once: nothing of a person's own. */
export function newPassword({ cipher }: Pick<Ports, "cipher">, given: string | undefined) {
  const password = given ?? makePassword();
  const hash = createHash("sha256").update(password).digest("hex");
  return { passwordEncrypted: cipher.encrypt(hash), shown: given === undefined ? password : null };
}
