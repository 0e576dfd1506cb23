import { DomainError } from "../../core/errors";
import { findPasswordHash, findUserByEmail, type UserRow } from "../../db/users";
import { countSignIn, noteSignedIn } from "./attempts";
import { hashedPassword, isPassword } from "./passwords";

/** Stands for no password: checking against it takes as long as against a real one. */
let nobodysHash: Promise<string> | undefined;

/**
 * Whose email and password these are. An unknown email and a wrong password have the same answer, after the same work.
 * @throws DomainError `unauthenticated`; `limit_exceeded` saying when to try again.
 */
export async function checkCredentials(input: {
  email: string;
  password: string;
  addressGroup: string;
}): Promise<UserRow> {
  const email = input.email.trim().toLowerCase();
  const attempt = { email, addressGroup: input.addressGroup };
  await countSignIn(attempt);
  const user = await findUserByEmail(email);
  nobodysHash ??= hashedPassword("nobody's");
  const hash = (user && (await findPasswordHash(user.id))) ?? (await nobodysHash);
  const isRight = await isPassword(input.password, hash);
  if (!user || !isRight)
    throw new DomainError("unauthenticated", "wrong_credentials", "Email or password is wrong.");
  await noteSignedIn(attempt);
  return user;
}
