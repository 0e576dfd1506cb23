import { expect, test } from "vitest";
import { HOUR_MS, MINUTE_MS } from "../units";
import { decideDrawing, RANGES, startOfStep } from "./resolutions";

const NOW = Date.UTC(2026, 0, 1);
const drawing = (agoMs: number, spanMs = agoMs) =>
  decideDrawing({ fromMs: NOW - agoMs, toMs: NOW - agoMs + spanMs }, NOW);

test.each([
  ["1h", 10_000, "10s"],
  ["6h", MINUTE_MS, "1m"],
  ["24h", 5 * MINUTE_MS, "1m"],
  ["7d", 30 * MINUTE_MS, "15m"],
  ["30d", 2 * HOUR_MS, "2h"],
] as const)("%s is drawn in steps of %i ms from rows of %s", (range, stepMs, resolution) => {
  expect(drawing(RANGES[range])).toEqual({ stepMs, resolution });
});

test("an hour of last week is drawn from what is still kept of it", () => {
  expect(drawing(7 * 24 * HOUR_MS, HOUR_MS)).toEqual({ stepMs: 15 * MINUTE_MS, resolution: "15m" });
});

test("a step is always a whole number of the rows it is made of", () => {
  for (let minutes = 5; minutes <= 60 * 24 * 60; minutes += 97) {
    const { stepMs, resolution } = drawing(minutes * MINUTE_MS);
    const rowMs = { "10s": 10_000, "1m": MINUTE_MS, "15m": 15 * MINUTE_MS, "2h": 2 * HOUR_MS }[resolution];
    expect(stepMs % rowMs, `${minutes} min`).toBe(0);
    expect((minutes * MINUTE_MS) / stepMs).toBeLessThanOrEqual(400);
  }
});

test("a step begins at a multiple of itself", () => {
  expect(startOfStep(Date.UTC(2026, 0, 1, 10, 37, 12), 15 * MINUTE_MS)).toBe(Date.UTC(2026, 0, 1, 10, 30));
});
