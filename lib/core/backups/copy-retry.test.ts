import { expect, test } from "vitest";
import { nextTryAt } from "./copy-retry";

const lastTriedAt = new Date("2026-01-02T03:04:05Z");

test.each([
  [1, "2026-01-02T04:04:05.000Z"],
  [2, "2026-01-03T03:04:05.000Z"],
  [9, "2026-01-03T03:04:05.000Z"],
])("after %i attempts a copy is tried again at %s", (attempts, at) => {
  expect(nextTryAt({ attempts, lastTriedAt }).toISOString()).toBe(at);
});
