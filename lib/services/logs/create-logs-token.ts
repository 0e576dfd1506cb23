import type { DatabaseInput } from "../../contract/databases";
import { DomainError } from "../../core/errors";
import { requireDatabase, requireScope } from "../access";
import type { Context } from "../context";
import { endOf } from "../tokens/exchange-token";

/** A token to read the logs of one database with, for an hour. @throws DomainError `not_found`; `forbidden` in the browser, which needs none. */
export async function createLogsToken(
  ctx: Context,
  input: DatabaseInput,
): Promise<{ resourceId: string; token: string }> {
  requireScope(ctx, "read");
  const { addon } = await requireDatabase(ctx, input.resourceId, "look");
  const { userId, tokenId } = ctx.actor;
  if (tokenId === null)
    throw new DomainError("forbidden", "token_only", "Ask with an API token: a session needs none.");
  // It stands in an address, and so may do nothing else than read logs.
  const claims = { sub: userId, tid: tokenId, addon: addon.id, only: "logs" };
  return { resourceId: addon.resourceId, token: await ctx.signer.sign(claims, endOf(ctx.actor)) };
}
