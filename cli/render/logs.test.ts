import { expect, test } from "vitest";
import { logLine } from "./logs";

test.each([
  ['data: {"event":"log","log":"from redis","timestamp":"2026-01-01T00:00:00Z"}', "from redis"],
  ['data: {"event":"ping"}', null],
  ['data: {"event":"log"}', null],
  ["data: {broken", null],
  [": here", null],
  ["", null],
])("%j", (line, shown) => {
  expect(logLine(line)).toBe(shown);
});
