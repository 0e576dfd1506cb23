import { DomainError } from "../../core/errors";
import { findPasskey, setPasskeyUsed } from "../../db/passkeys";
import { isDisabled } from "../../db/users";
import type { Passkeys } from "../../ports/passkeys";
import { claimCode } from "../people/attempts";
import { accountDisabled } from "../people/check-credentials";

const unknown = () =>
  new DomainError(
    "unauthenticated",
    "unknown_passkey",
    "Nobody signs in here with this passkey. Was it removed? Sign in otherwise, and add it anew.",
  );

/**
 * Whose passkey an answer proves; an answer works once.
 * @throws DomainError `unauthenticated` for a passkey that nobody has, or another answer; `forbidden` of a disabled account.
 */
export async function provePasskey(
  passkeys: Passkeys,
  { answer, challenge }: { answer: unknown; challenge: string },
): Promise<{ userId: string }> {
  const name = passkeys.nameOf(answer);
  const key = name === null ? null : await findPasskey(name);
  if (!key) throw unknown();
  const { id, userId } = key;
  const counter = await passkeys.prove(answer, challenge, key);
  // Whoever holds the cookie and the answer of a sign-in cannot repeat it.
  if (!(await claimCode(userId, challenge)))
    throw new DomainError("unauthenticated", "wrong_passkey", "This passkey was just used. Try again.");
  if (await isDisabled(userId)) throw accountDisabled();
  if (!(await setPasskeyUsed(id, counter, new Date()))) throw unknown();
  return { userId };
}
