import { HOUR_MS, SECOND_MS } from "../units";

/** So long a former password lets in at most. */
export const FORMER_KEPT_MS = 24 * HOUR_MS;
/** Redis tells the age of a connection in whole seconds. */
const AGE_MS = SECOND_MS;

type Seen = {
  now: Date;
  /** When it ends at the latest. */
  otherUntil: Date;
  /** When the app had been restarted with the new one; null for an app that was not, or that Berth does not run. */
  replacedAt: Date | null;
  /** Since when the node runs. */
  nodeStartedAt: Date;
  /** When the oldest connection of the addon's user was made; null without any. */
  oldestConnectionAt: Date | null;
};

/**
 * Whether a former password is to end. Redis does not tell by which password somebody signed in, so the last one that may have is gone
 * once the app was restarted and nobody is connected any more who was before there was a new one; of a node that started since, nobody
 * can tell. `expired`: whoever is connected is disconnected.
 */
export function decideFormerPassword(seen: Seen): "keep" | "unused" | "expired" {
  const { now, otherUntil, replacedAt, nodeStartedAt, oldestConnectionAt } = seen;
  if (now >= otherUntil) return "expired";
  const changedAt = otherUntil.getTime() - FORMER_KEPT_MS;
  if (replacedAt === null || nodeStartedAt.getTime() >= changedAt) return "keep";
  const isGone = oldestConnectionAt === null || oldestConnectionAt.getTime() > changedAt + AGE_MS;
  return isGone ? "unused" : "keep";
}
