import type { SessionView } from "../../contract/people";
import { listSessions as listRows } from "../../db/sessions";
import { requireSession } from "../access";
import type { Context } from "../context";

/** One's own sessions that have not ended, last used first; `lastUsedAt` is right to five minutes. @throws DomainError `forbidden` for tokens. */
export async function listSessions(ctx: Context): Promise<SessionView[]> {
  const sessionId = requireSession(ctx);
  const rows = await listRows(ctx.actor.userId, new Date());
  return rows.map(({ createdAt, updatedAt, ...session }) => ({
    ...session,
    isCurrent: session.id === sessionId,
    createdAt: createdAt.toISOString(),
    lastUsedAt: updatedAt.toISOString(),
  }));
}
