import { expect, test } from "vitest";
import { partsOf, sparkline } from "./sparkline";

test.each<[string, (number | null)[], string]>([
  ["from nothing to the most", [0, 1, 2, 3, 4, 5, 6, 7], "▁▂▃▄▅▆▇█"],
  ["what does not move lies at the bottom when it is nothing", [0, 0], "▁▁"],
  ["and at the top when it is something", [5, 5], "██"],
  ["a gap is a gap", [0, null, 8], "▁ █"],
  ["below nothing counts from the least", [-4, 4], "▁█"],
  ["nothing at all", [], ""],
])("%s", (_name, values, line) => {
  expect(sparkline(values)).toBe(line);
});

const SPAN = { fromMs: 0, toMs: 4_000 };
const points = (...pairs: [atMs: number, value: number][]) =>
  pairs.map(([atMs, value]) => ({ time: new Date(atMs).toISOString(), value }));

test.each<[string, ReturnType<typeof points>, (number | null)[]]>([
  ["each value stands at its time", points([0, 1], [1_000, 2], [3_999, 4]), [1, 2, null, 4]],
  ["a peak survives", points([0, 0], [100, 9], [900, 0]), [9, null, null, null]],
  ["below nothing, the most is the nearest to it", points([0, -5], [100, -3]), [-3, null, null, null]],
  ["the edges belong to the first and last part", points([-1, 1], [4_000, 2]), [1, null, null, 2]],
  ["nothing at all", [], [null, null, null, null]],
])("%s", (_name, given, parts) => {
  expect(partsOf(given, SPAN, 4)).toEqual(parts);
});
