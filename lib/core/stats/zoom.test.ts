import { describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../units";
import { moveBy, nearestPlace, type Span, zoomIn, zoomOut } from "./zoom";

const NOW = Date.UTC(2026, 0, 5, 12, 0);
const day: Span = { fromMs: NOW - DAY_MS, toMs: NOW };
const hours = ({ fromMs, toMs }: Span) => [(fromMs - NOW) / HOUR_MS, (toMs - NOW) / HOUR_MS];

describe("zoomIn", () => {
  test("what lies between two places, from whichever side it was drawn", () => {
    expect(hours(zoomIn(day, [0.25, 0.5], NOW))).toEqual([-18, -12]);
    expect(hours(zoomIn(day, [0.5, 0.25], NOW))).toEqual([-18, -12]);
  });

  test("at least five minutes, in full ones", () => {
    const { fromMs, toMs } = zoomIn(day, [0.5, 0.5001], NOW);
    expect(toMs - fromMs).toBe(5 * MINUTE_MS);
    expect(fromMs % MINUTE_MS).toBe(0);
  });

  test("never past now", () => {
    expect(zoomIn(day, [0.9999, 1], NOW)).toEqual({ fromMs: NOW - 5 * MINUTE_MS, toMs: NOW });
  });
});

test("zoomOut: twice as long, at most 60 days, and earlier where there is no later", () => {
  expect(hours(zoomOut({ fromMs: NOW - 10 * HOUR_MS, toMs: NOW - 8 * HOUR_MS }, NOW))).toEqual([-11, -7]);
  expect(hours(zoomOut(day, NOW))).toEqual([-48, 0]);
  const { fromMs, toMs } = zoomOut({ fromMs: NOW - 50 * DAY_MS, toMs: NOW }, NOW);
  expect(toMs - fromMs).toBe(60 * DAY_MS);
});

test("moveBy: half of it, and not into the future", () => {
  expect(hours(moveBy(day, -1, NOW))).toEqual([-36, -12]);
  expect(hours(moveBy({ fromMs: NOW - 48 * HOUR_MS, toMs: NOW - 24 * HOUR_MS }, 1, NOW))).toEqual([-36, -12]);
  expect(moveBy(day, 1, NOW)).toEqual(day);
});

test.each([
  [[0, 10, 20], -5, 0],
  [[0, 10, 20], 14, 1],
  [[0, 10, 20], 16, 2],
  [[0, 10, 20], 99, 2],
  [[7], 3, 0],
  [[], 3, null],
] as const)("nearestPlace of %j to %d", (times, atMs, place) => {
  expect(nearestPlace(times, atMs)).toBe(place);
});
