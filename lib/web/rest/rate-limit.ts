import "server-only";
import { MINUTE_MS, SECOND_MS } from "../../core/units";

type Window = { startedAtMs: number; count: number };

/** Requests of each token in the minute at hand, counted by this process alone: a count in the records would cost more than most requests. */
const windows = new Map<string, Window>();

/** Counts a request of a token. `headers` tell the caller how many are left and, in seconds, until when. */
export function countRequest(
  tokenId: string,
  { limit, nowMs }: { limit: number; nowMs: number },
): { isAllowed: boolean; headers: Record<string, string> } {
  const window = windowOf(tokenId, nowMs);
  window.count += 1;
  const isAllowed = window.count <= limit;
  const resetSeconds = String(Math.ceil((window.startedAtMs + MINUTE_MS - nowMs) / SECOND_MS));
  return {
    isAllowed,
    headers: {
      "ratelimit-limit": String(limit),
      "ratelimit-remaining": String(Math.max(0, limit - window.count)),
      "ratelimit-reset": resetSeconds,
      ...(!isAllowed && { "retry-after": resetSeconds }),
    },
  };
}

function windowOf(tokenId: string, nowMs: number): Window {
  const standing = windows.get(tokenId);
  if (standing && nowMs - standing.startedAtMs < MINUTE_MS) return standing;
  if (!standing) forgetOld(nowMs);
  const fresh = { startedAtMs: nowMs, count: 0 };
  windows.set(tokenId, fresh);
  return fresh;
}

/** Whenever a token is new here: tokens are few, and those that ended must not stay for ever. */
function forgetOld(nowMs: number): void {
  for (const [id, { startedAtMs }] of windows) if (nowMs - startedAtMs >= MINUTE_MS) windows.delete(id);
}
