import { randomBytes } from "node:crypto";
import type { CreatedTokenView, CreateTokenInput } from "../../contract/tokens";
import { DomainError } from "../../core/errors";
import { DAY_MS } from "../../core/units";
import { countTokens, insertToken } from "../../db/tokens";
import { requireAccount, requireApp, requireScope } from "../access";
import type { Context } from "../context";
import { hashToken } from "../people/links";
import { tokenView } from "./view";

/** Tells everyone, and programs that look for leaked secrets, what it is. */
const PREFIX = "tk-us-";
const TOKEN_BYTES = 32;
const TOKENS_MAX = 100;

/**
 * Makes a token, whose text only this answer holds. One that is made with another token has at most its rights and ends no later.
 * @throws DomainError `forbidden` for more than the caller may; `not_found` for an unknown app; `invalid` for the scope `admin` on one app or
 * for somebody who is no administrator; `conflict` when the account has 100 tokens.
 */
export async function createToken(ctx: Context, input: CreateTokenInput): Promise<CreatedTokenView> {
  requireAccount(ctx, "write");
  requireScope(ctx, input.scope);
  assertAdmin(ctx, input);
  const { userId } = ctx.actor;
  const app = input.app === undefined ? null : await requireApp(ctx, input.app, "look");
  if ((await countTokens(userId)) >= TOKENS_MAX)
    throw new DomainError("conflict", "too_many_tokens", "Revoke some of your tokens first: you have 100.");
  const token = `${PREFIX}${randomBytes(TOKEN_BYTES).toString("base64url")}`;
  const row = await insertToken({
    userId,
    name: input.name,
    tokenHash: hashToken(token),
    scope: input.scope,
    appId: app?.id ?? null,
    expiresAt: endOf(ctx, input),
  });
  return { ...tokenView(row), token };
}

function assertAdmin({ actor }: Context, { scope, app }: CreateTokenInput): void {
  if (scope !== "admin") return;
  if (app !== undefined) throw refused("A token for one app cannot have the rights of an administrator.");
  if (!actor.isAdmin) throw refused("Only administrators have rights of an administrator to give.");
}

const refused = (message: string) =>
  new DomainError("invalid", "scope", message, { fields: { scope: [message] } });

function endOf({ actor }: Context, { days }: CreateTokenInput): Date | null {
  const wanted = days === undefined ? null : new Date(Date.now() + days * DAY_MS);
  const latest = actor.tokenExpiresAt;
  if (wanted === null || latest === null) return wanted ?? latest;
  return new Date(Math.min(wanted.getTime(), latest.getTime()));
}
