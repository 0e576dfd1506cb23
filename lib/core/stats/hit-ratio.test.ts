import { expect, test } from "vitest";
import { hitRatio } from "./hit-ratio";

test("a moment without reads has no ratio, nor has one that nothing is known of", () => {
  expect(hitRatio([3, 0, 5, 0, null, 2], [1, 4, 0, 0, 1, null])).toEqual([75, 0, 100, null, null, null]);
  expect(hitRatio([1], [])).toEqual([null]);
});
