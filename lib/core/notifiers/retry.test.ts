import { expect, test } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../units";
import { nextTryAtMs } from "./retry";

/** When each try is made of a message that nobody takes, from the first. */
function triesOfNone(): number[] {
  const at = [0];
  for (let tries = 1; ; tries++) {
    const next = nextTryAtMs({ tries, failedAtMs: at.at(-1) ?? 0 });
    if (next === null) return at;
    at.push(next);
  }
}

test("a message that nobody takes is tried eight times in about a day, then given up", () => {
  const at = triesOfNone();
  expect(at).toHaveLength(8);
  expect(at[1]).toBe(MINUTE_MS);
  expect(at.at(-1)).toBeGreaterThan(20 * HOUR_MS);
  expect(at.at(-1)).toBeLessThan(DAY_MS);
});

test("each wait is longer than the one before", () => {
  const at = triesOfNone();
  const waits = at.slice(1).map((ms, index) => ms - (at[index] ?? 0));
  expect(waits).toEqual([...new Set(waits)].sort((a, b) => a - b));
});
