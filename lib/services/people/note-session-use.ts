import { MINUTE_MS } from "../../core/units";
import { touchSession } from "../../db/sessions";

const NOTED_EVERY_MS = 5 * MINUTE_MS;

/** Keeps "last used" of a session right to five minutes without writing at every request. */
export async function noteSessionUse({
  sessionId,
  lastUsedAt,
}: {
  sessionId: string;
  lastUsedAt: Date;
}): Promise<void> {
  const now = new Date();
  if (now.getTime() - lastUsedAt.getTime() >= NOTED_EVERY_MS) await touchSession(sessionId, now);
}
