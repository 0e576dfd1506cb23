import type { TokenView } from "../../contract/tokens";
import { listTokens as listRows } from "../../db/tokens";
import { requireAccount } from "../access";
import type { Context } from "../context";
import { tokenView } from "./view";

/** One's own tokens that were not revoked, also expired ones; newest first. @throws DomainError `forbidden` for a token of one app. */
export async function listTokens(ctx: Context): Promise<TokenView[]> {
  requireAccount(ctx, "look");
  return (await listRows(ctx.actor.userId)).map(tokenView);
}
