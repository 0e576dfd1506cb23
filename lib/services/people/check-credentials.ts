import { DomainError } from "../../core/errors";
import { findPasswordHash, findUserByEmail, type UserRow } from "../../db/users";
import { countSignIn, noteSignedIn } from "./attempts";
import { hashedPassword, isPassword } from "./passwords";

/** Told only to who knows the password. */
export const accountDisabled = () =>
  new DomainError(
    "forbidden",
    "account_disabled",
    "This account is disabled. Ask an administrator to enable it.",
  );

/** Stands for no password: checking against it takes as long as against a real one. */
let nobodysHash: Promise<string> | undefined;

/**
 * Counts a sign-in, tries it by `find`, and gives the attempt back when it was right. An unknown email and a wrong password have the same answer.
 * @throws DomainError `unauthenticated`; `limit_exceeded` saying when to try again.
 */
export async function tryCredentials<T>(
  attempt: { email: string; addressGroup: string },
  find: () => Promise<T | null>,
): Promise<T> {
  await countSignIn(attempt);
  const found = await find();
  if (found === null)
    throw new DomainError("unauthenticated", "wrong_credentials", "Email or password is wrong.");
  await noteSignedIn(attempt);
  return found;
}

/** Whose email and password these are, for programs, which get no session. After the same work whatever is wrong. @throws DomainError as `tryCredentials`; `forbidden` of a disabled account. */
export function checkCredentials(input: {
  email: string;
  password: string;
  addressGroup: string;
}): Promise<UserRow> {
  const email = input.email.trim().toLowerCase();
  return tryCredentials({ email, addressGroup: input.addressGroup }, async () => {
    const user = await findUserByEmail(email);
    nobodysHash ??= hashedPassword("nobody's");
    const hash = (user && (await findPasswordHash(user.id))) ?? (await nobodysHash);
    const isRight = await isPassword(input.password, hash);
    if (isRight && user?.disabledAt) throw accountDisabled();
    return isRight ? user : null;
  });
}
