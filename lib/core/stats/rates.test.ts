import { expect, test } from "vitest";
import { ratePerSecond } from "./rates";

test.each([
  ["growth per second", { value: 100, atMs: 0 }, { value: 300, atMs: 10_000 }, 20],
  ["no growth is zero", { value: 100, atMs: 0 }, { value: 100, atMs: 10_000 }, 0],
  ["a counter that began anew draws no spike", { value: 5_000, atMs: 0 }, { value: 40, atMs: 10_000 }, null],
  ["the first reading has no rate", undefined, { value: 40, atMs: 10_000 }, null],
  ["a reading from before a gap is no basis", { value: 1, atMs: 0 }, { value: 9_000, atMs: 60_001 }, null],
  ["the same moment twice has no rate", { value: 1, atMs: 5 }, { value: 2, atMs: 5 }, null],
])("%s", (_title, before, now, rate) => {
  expect(ratePerSecond(before, now)).toBe(rate);
});
