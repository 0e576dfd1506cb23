import { usageFailure } from "./failure";
import { readHidden } from "./prompt";

/** For those whom nobody can ask. */
export const GENERATE = ["--generate", "do not ask for a password: one is made and shown once"] as const;

/** A password as its owner types it, twice; nothing when one is to be made. @throws Failure when the two differ. */
export async function readNewPassword(
  isMade: boolean,
): Promise<{ password?: string; password_confirmation?: string }> {
  if (isMade) return {};
  const password = await readHidden("Password (Will be generated if left empty): ");
  if (password === "") return {};
  const confirmation = await readHidden("Password Confirmation: ");
  if (confirmation !== password) throw usageFailure("Password confirmation doesn't match.");
  return { password, password_confirmation: confirmation };
}
