/**
 * What a token may do, each more than the one before: look without secrets (values of variables, passwords, URLs, console, keys, logs, the
 * timeline with its console lines, backups' archives), look at all, change, and what only administrators may.
 */
export const TOKEN_SCOPES = ["look", "read", "write", "admin"] as const;
/** One of TOKEN_SCOPES; each may do what those before it may. */
export type TokenScope = (typeof TOKEN_SCOPES)[number];

/** True when a caller who has one scope may do what needs the other. */
export const allows = (has: TokenScope, needs: TokenScope): boolean =>
  TOKEN_SCOPES.indexOf(has) >= TOKEN_SCOPES.indexOf(needs);
