import { expect, test } from "vitest";
import { sparkPath } from "./spark";

const size = { width: 100, height: 22 };

test.each([
  [[0, 10, 5], "M0.0 21.0L50.0 1.0L100.0 11.0"],
  [[null, 1, null, 2, 3], "M25.0 21.0M75.0 11.0L100.0 1.0"],
  [[4, 4], "M0.0 11.0L100.0 11.0"],
  [[7], "M0.0 11.0"],
  [[null, null], ""],
  [[], ""],
])("%j", (values, path) => {
  expect(sparkPath(values, size)).toBe(path);
});
