import type { PasskeyView } from "../../contract/passkeys";
import { listPasskeys as listRows } from "../../db/passkeys";
import { requireSession } from "../access";
import type { Context } from "../context";

/** One's own passkeys, newest first. @throws DomainError `forbidden` for tokens. */
export async function listPasskeys(ctx: Context): Promise<PasskeyView[]> {
  requireSession(ctx);
  const rows = await listRows(ctx.actor.userId);
  return rows.map(({ id, name, createdAt, lastUsedAt }) => ({
    id,
    name,
    createdAt: createdAt.toISOString(),
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  }));
}
