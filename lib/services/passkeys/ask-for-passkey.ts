import type { AskForPasskeyInput } from "../../contract/passkeys";
import { listPasskeys } from "../../db/passkeys";
import type { PasskeyQuestion, Passkeys } from "../../ports/passkeys";
import { requireSession } from "../access";
import type { Context } from "../context";
import { confirmPassword } from "../people/confirm-password";
import { getSignInMeans } from "../people/get-sign-in-means";

/** Asks the browser for a new passkey of the caller's, after the password of who has one. @throws DomainError as `confirmPassword`. */
export async function askForPasskey(
  ctx: Context,
  passkeys: Passkeys,
  { password }: AskForPasskeyInput,
): Promise<PasskeyQuestion> {
  requireSession(ctx);
  if ((await getSignInMeans(ctx)).hasPassword) await confirmPassword(ctx, password);
  const { userId: id, email } = ctx.actor;
  return passkeys.askForNew({ id, email }, await listPasskeys(id));
}
