import type { AddonInput } from "../../contract/addons";
import { DomainError } from "../../core/errors";
import { requireAddon } from "../access";
import type { Context } from "../context";
import { endOf } from "./exchange-token";

/**
 * A token that opens the database of one addon and nothing else, for an hour, with the scope of the caller's token and no longer than it.
 * @throws DomainError `not_found`; `forbidden` in the browser, which needs none.
 */
export async function createAddonToken(
  ctx: Context,
  input: AddonInput,
): Promise<{ id: string; token: string }> {
  const { addon } = await requireAddon(ctx, input, "look");
  const { userId, tokenId } = ctx.actor;
  if (tokenId === null)
    throw new DomainError(
      "forbidden",
      "token_only",
      "Ask with an API token: a session needs no addon token.",
    );
  const claims = { sub: userId, tid: tokenId, addon: addon.id };
  return { id: addon.id, token: await ctx.signer.sign(claims, endOf(ctx.actor)) };
}
