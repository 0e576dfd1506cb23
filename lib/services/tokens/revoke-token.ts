import type { TokenInput } from "../../contract/tokens";
import { DomainError } from "../../core/errors";
import { setTokenRevoked } from "../../db/tokens";
import { requireAccount } from "../access";
import type { Context } from "../context";

/** One's own token stops working at once, and what it was exchanged for. @throws DomainError `forbidden`; `not_found` also for somebody else's. */
export async function revokeToken(ctx: Context, { id }: TokenInput): Promise<void> {
  requireAccount(ctx, "write");
  if (!(await setTokenRevoked({ userId: ctx.actor.userId, id }, new Date())))
    throw new DomainError("not_found", "token", "This token does not exist, or was revoked.");
}
