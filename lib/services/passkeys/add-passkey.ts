import type { AddPasskeyInput } from "../../contract/passkeys";
import { insertPasskey } from "../../db/passkeys";
import type { Passkeys } from "../../ports/passkeys";
import { requireSession } from "../access";
import type { Context } from "../context";

/** Keeps the answer to a question that `askForPasskey` has asked. @throws DomainError `invalid` for another answer; `conflict`. */
export async function addPasskey(
  ctx: Context,
  passkeys: Passkeys,
  { answer, name, challenge }: AddPasskeyInput & { challenge: string },
): Promise<void> {
  requireSession(ctx);
  const key = await passkeys.readNew(answer, challenge);
  await insertPasskey({ ...key, name, userId: ctx.actor.userId });
}
