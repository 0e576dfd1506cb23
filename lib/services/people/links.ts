import { createHash, randomBytes } from "node:crypto";
import { DAY_MS } from "../../core/units";

const TOKEN_BYTES = 32;
/** How long a link to make an account works. */
export const LINK_LIFETIME_MS = 7 * DAY_MS;

/** A link's token, which only its reader knows, and its hash, which is stored. */
export function makeToken(): { token: string; tokenHash: string } {
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  return { token, tokenHash: hashToken(token) };
}

/** What is stored of a token; a token is random enough to need no salt. */
export const hashToken = (token: string): string => createHash("sha256").update(token).digest("hex");
