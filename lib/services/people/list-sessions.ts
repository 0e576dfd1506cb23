import type { SessionView } from "../../contract/people";
import { listSessions as listRows } from "../../db/sessions";
import type { Context } from "../context";

/** One's own sessions that have not ended, last used first; `lastUsedAt` is right to five minutes. */
export async function listSessions({ actor }: Context): Promise<SessionView[]> {
  const rows = await listRows(actor.userId, new Date());
  return rows.map(({ createdAt, updatedAt, ...session }) => ({
    ...session,
    isCurrent: session.id === actor.sessionId,
    createdAt: createdAt.toISOString(),
    lastUsedAt: updatedAt.toISOString(),
  }));
}
