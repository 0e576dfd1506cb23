import { DomainError } from "../../core/errors";
import { HOUR_MS } from "../../core/units";
import type { TokenSigner } from "../../ports/token-signer";
import type { Actor } from "../context";

/** How long what a token is exchanged for works. */
export const JWT_LIFETIME_MS = HOUR_MS;

/** Gives the bearer of a token a JWT that works for an hour, but no longer than the token. @throws DomainError `unauthenticated` without one. */
export async function exchangeToken(signer: TokenSigner, actor: Actor | null): Promise<{ token: string }> {
  if (!actor?.tokenId || actor.addonId !== null)
    throw new DomainError("unauthenticated", "bad_token", "This token does not work: sign in again.");
  return { token: await signer.sign({ sub: actor.userId, tid: actor.tokenId }, endOf(actor)) };
}

/** An hour from now, or the token's own end. */
export function endOf({ tokenExpiresAt }: Actor): Date {
  const end = new Date(Date.now() + JWT_LIFETIME_MS);
  return tokenExpiresAt === null ? end : new Date(Math.min(end.getTime(), tokenExpiresAt.getTime()));
}
