import type { DatabaseRow } from "../../db/databases";
import type { Cipher } from "../../ports/cipher";

/** The password of one of the users that every database has, in the clear. */
export function passwordOf(cipher: Cipher, { id, users }: DatabaseRow, name: "default" | "berth"): string {
  const user = users.find((candidate) => candidate.name === name);
  if (!user) throw new Error(`database ${id} has no user ${name}`);
  return cipher.decrypt(user.passwordEncrypted);
}
