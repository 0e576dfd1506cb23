import { SECOND_MS } from "../units";

/** A number that only grows until its server starts anew, and when it was read. */
export type CounterReading = { value: number; atMs: number };

/** Longer apart than this, two readings say nothing about the time of the second one. */
const APART_MS_MAX = 60 * SECOND_MS;

/**
 * Growth per second between two readings of one counter. Null where it cannot be told: there is no earlier reading, it is too
 * old, or the counter began anew (a restart), which would else draw a spike.
 */
export function ratePerSecond(before: CounterReading | undefined, now: CounterReading): number | null {
  if (!before) return null;
  const passedMs = now.atMs - before.atMs;
  if (passedMs <= 0 || passedMs > APART_MS_MAX || now.value < before.value) return null;
  return ((now.value - before.value) * SECOND_MS) / passedMs;
}
