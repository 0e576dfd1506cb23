import { expect, test } from "vitest";
import { sparkline } from "./sparkline";

test.each<[string, (number | null)[], number, string]>([
  ["from nothing to the most", [0, 1, 2, 3, 4, 5, 6, 7], 8, "▁▂▃▄▅▆▇█"],
  ["what does not move lies at the bottom when it is nothing", [0, 0], 8, "▁▁"],
  ["and at the top when it is something", [5, 5], 8, "██"],
  ["a gap is a gap", [0, null, 8], 8, "▁ █"],
  ["a peak survives the shrinking", [0, 0, 0, 9, 0, 0, 0, 0], 4, "▁█▁▁"],
  ["a part without values is a gap", [1, 1, null, null], 2, "█ "],
  ["below nothing counts from the least", [-4, 4], 8, "▁█"],
  ["nothing at all", [], 8, ""],
])("%s", (_name, values, width, line) => {
  expect(sparkline(values, width)).toBe(line);
});
