import type { PasskeyInput } from "../../contract/passkeys";
import { DomainError } from "../../core/errors";
import { deletePasskey } from "../../db/passkeys";
import { requireSession } from "../access";
import type { Context } from "../context";

/** It signs in no more. @throws DomainError `forbidden` for tokens; `not_found` also for somebody else's. */
export async function removePasskey(ctx: Context, { id }: PasskeyInput): Promise<void> {
  requireSession(ctx);
  if (!(await deletePasskey({ userId: ctx.actor.userId, id })))
    throw new DomainError("not_found", "passkey", "This passkey does not exist.");
}
