import { expect, test } from "vitest";
import { findKeyDifference } from "./key-difference";

test.each<[Record<string, number>, Record<string, number>, number, string | null]>([
  [{ 0: 3, 5: 2 }, { 0: 3, 5: 2 }, 0, null],
  [{}, {}, 0, null],
  [{ 0: 0 }, {}, 0, null],
  [{ 0: 3 }, { 0: 2 }, 1, null],
  [{ 0: 3, 1: 1 }, { 0: 2 }, 2, null],
  [{ 0: 3, 1: 1 }, { 0: 2 }, 1, "database 1 has 0 keys in place of 1"],
  [{ 0: 2, 3: 1 }, { 0: 2 }, 0, "database 3 has 0 keys in place of 1"],
  [{ 0: 3 }, { 0: 2 }, 0, "database 0 has 2 keys in place of 3"],
  [{ 0: 3 }, { 0: 4 }, 9, "database 0 has 4 keys in place of 3"],
  [{ 0: 3 }, { 0: 3, 2: 1 }, 9, "database 2 has 1 keys in place of 0"],
  [{}, { 5: 4 }, 0, "database 5 has 4 keys in place of 0"],
])("of %o there is %o, %i may have expired: %s", (wanted, present, expiredMax, difference) => {
  expect(findKeyDifference({ wanted, present, expiredMax })).toBe(difference);
});
