import { expect, test } from "vitest";
import { newPlaces } from "./places";

test("each key has so many places; one that is given back twice is one", () => {
  const take = newPlaces(2);
  const first = take("a");
  expect([take("a"), take("b")]).toEqual([expect.any(Function), expect.any(Function)]);
  expect(take("a")).toBeNull();
  first?.();
  first?.();
  expect(take("a")).not.toBeNull();
  expect(take("a")).toBeNull();
});
