import { MINUTE_MS } from "../../core/units";
import { findLiveToken, type LiveToken, touchToken } from "../../db/tokens";
import type { Claims, TokenSigner } from "../../ports/token-signer";
import type { Actor } from "../context";
import { hashToken } from "../people/links";

const NOTED_EVERY_MS = 5 * MINUTE_MS;

/** Whom a token speaks for; null when it is none, was revoked or has expired. */
export async function authenticateToken(token: string): Promise<Actor | null> {
  const found = await findLiveToken({ tokenHash: hashToken(token) }, new Date());
  return found && tokenVisitor(found, {});
}

/**
 * Whom a JWT speaks for that a token was exchanged for; null also once that token was revoked. One that was made for one purpose only is
 * worth nothing for any other.
 */
export async function authenticateJwt(
  signer: TokenSigner,
  jwt: string,
  purpose?: "logs" | "app-logs",
): Promise<Actor | null> {
  const claims = await signer.verify(jwt);
  if (!claims?.tid || claims.only !== purpose) return null;
  const found = await findLiveToken({ id: claims.tid }, new Date());
  return found && tokenVisitor(found, claims);
}

/** Keeps "last used" right to five minutes without writing at every request. Claims confine it further than it is by itself. */
async function tokenVisitor(token: LiveToken, { app, addon }: Claims): Promise<Actor> {
  const { tokenId, scope, appId, lastUsedAt, expiresAt, userId, email, isAdmin } = token;
  const now = new Date();
  if (now.getTime() - (lastUsedAt?.getTime() ?? 0) >= NOTED_EVERY_MS) await touchToken(tokenId, now);
  return {
    userId,
    email,
    // Without the scope nobody is an administrator.
    isAdmin: isAdmin && scope === "admin",
    scope,
    appId: appId ?? app ?? null,
    addonId: addon ?? null,
    sessionId: null,
    tokenId,
    tokenExpiresAt: expiresAt,
  };
}
