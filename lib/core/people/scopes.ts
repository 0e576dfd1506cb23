/** What a token may do, each more than the one before: look, change, and what only administrators may. */
export const TOKEN_SCOPES = ["read", "write", "admin"] as const;
/** One of TOKEN_SCOPES; each may do what those before it may. */
export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** True when a caller who has one scope may do what needs the other. */
export const allows = (has: TokenScope, needs: TokenScope): boolean =>
  TOKEN_SCOPES.indexOf(has) >= TOKEN_SCOPES.indexOf(needs);
