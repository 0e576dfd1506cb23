import "server-only";
import { redirect } from "next/navigation";
import { z } from "zod";
import type {
  AddPasskeyInput,
  AskForPasskeyInput,
  PasskeyQuestionView,
  PasskeySignInInput,
} from "../contract/passkeys";
import { DomainError } from "../core/errors";
import { beginVouchedSession } from "../runtime/auth";
import { platform } from "../runtime/container";
import { requireSession } from "../services/access";
import type { Context } from "../services/context";
import { addPasskey as add } from "../services/passkeys/add-passkey";
import { askForPasskey as askForNew } from "../services/passkeys/ask-for-passkey";
import { provePasskey } from "../services/passkeys/prove-passkey";
import { countSignInFrom, noteSignedInFrom } from "../services/people/attempts";
import { type SealedCookie, setSealedCookie, takeSealedCookie } from "./sealed-cookie";
import { currentSender } from "./sender";
import type { Visitor } from "./visitor";

const OF_NEW: SealedCookie<{ challenge: string; userId: string }> = {
  name: "new-passkey",
  path: "/account",
  minutes: 10,
  schema: z.object({ challenge: z.string(), userId: z.string() }),
};
const OF_SIGN_IN: SealedCookie<{ challenge: string }> = {
  name: "passkey",
  path: "/sign-in",
  // Within this time an answer is known to have been used.
  minutes: 2,
  schema: z.object({ challenge: z.string() }),
};

/** Asks the browser for a new passkey. @throws DomainError as the service. */
export async function askForPasskey(ctx: Context, input: AskForPasskeyInput): Promise<PasskeyQuestionView> {
  requireSession(ctx);
  const { options, challenge } = await askForNew(ctx, platform().passkeys, input);
  await setSealedCookie(OF_NEW, { challenge, userId: ctx.actor.userId });
  return { options };
}

/** Keeps the new passkey. @throws DomainError as the service; `invalid` when it was asked for too long ago. */
export async function addPasskey(ctx: Context, input: AddPasskeyInput): Promise<void> {
  requireSession(ctx);
  const asked = await takeSealedCookie(OF_NEW);
  if (asked?.userId !== ctx.actor.userId) throw tooLate("invalid");
  await add(ctx, platform().passkeys, { ...input, challenge: asked.challenge });
}

/** Asks the browser for a passkey to sign in with. */
export async function askPasskey(_visitor: Visitor): Promise<PasskeyQuestionView> {
  const { options, challenge } = await platform().passkeys.ask();
  await setSealedCookie(OF_SIGN_IN, { challenge });
  return { options };
}

/**
 * Signs in by a passkey, which is more than one proof: the device, and what it asked its owner for. Leads on to `next`.
 * @throws DomainError as `provePasskey`; `limit_exceeded`.
 */
export async function signInByPasskey(
  { addressGroup }: Visitor,
  { answer, next }: PasskeySignInInput,
): Promise<never> {
  const asked = await takeSealedCookie(OF_SIGN_IN);
  if (!asked) throw tooLate("unauthenticated");
  await countSignInFrom(addressGroup);
  const { userId } = await provePasskey(platform().passkeys, { answer, challenge: asked.challenge });
  await noteSignedInFrom(addressGroup);
  await beginVouchedSession({ userId, isMultiFactor: true }, await currentSender());
  redirect(next);
}

const tooLate = (code: "invalid" | "unauthenticated") =>
  new DomainError(code, "passkey_too_late", "This took too long. Begin again.");
