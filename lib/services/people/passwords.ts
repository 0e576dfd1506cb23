import { hashPassword, verifyPassword } from "better-auth/crypto";

/** As the sign-in library stores it (scrypt), so that it can check what we wrote. Takes about 50 ms: never in a transaction. */
export const hashedPassword = (password: string): Promise<string> => hashPassword(password);

/** True when the password is the one that was hashed. */
export const isPassword = (password: string, hash: string): Promise<boolean> =>
  verifyPassword({ password, hash });
