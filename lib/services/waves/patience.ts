import { MINUTE_MS } from "../../core/units";

/** What is away may be starting again, and is there within this time if it is. */
const AWAY_MS = MINUTE_MS;
/** In the rounds of this worker. */
const awaySince = new Map<string, number>();

/** Whether what `key` names, which is away at `now`, is to be waited for: for a minute since it was first asked. */
export function isWaitedFor(key: string, now: Date): boolean {
  const since = awaySince.get(key) ?? now.getTime();
  awaySince.set(key, since);
  return now.getTime() - since < AWAY_MS;
}

/** It is there, or is given up: the next time is a first time. */
export const stopWaiting = (key: string): boolean => awaySince.delete(key);
