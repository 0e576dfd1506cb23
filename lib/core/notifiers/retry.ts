import { HOUR_MS, MINUTE_MS } from "../units";

/** How long is waited after the first failed try, the second, and so on: given up after about a day. */
const DELAYS_MS = [
  MINUTE_MS,
  5 * MINUTE_MS,
  15 * MINUTE_MS,
  HOUR_MS,
  3 * HOUR_MS,
  6 * HOUR_MS,
  12 * HOUR_MS,
] as const;

/** When a message is tried again whose try number `tries` (from 1) has failed; null when it is given up. */
export function nextTryAtMs({ tries, failedAtMs }: { tries: number; failedAtMs: number }): number | null {
  const delayMs = DELAYS_MS[tries - 1];
  return delayMs === undefined ? null : failedAtMs + delayMs;
}
