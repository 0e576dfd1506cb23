import type { TokenView } from "../../contract/tokens";
import type { TokenRow } from "../../db/tokens";

/** A token without what only its maker saw. */
export const tokenView = ({ createdAt, lastUsedAt, expiresAt, ...token }: TokenRow): TokenView => ({
  ...token,
  createdAt: createdAt.toISOString(),
  lastUsedAt: lastUsedAt?.toISOString() ?? null,
  expiresAt: expiresAt?.toISOString() ?? null,
});
