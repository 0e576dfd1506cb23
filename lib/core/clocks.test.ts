import { expect, test } from "vitest";
import { pastOnly } from "./clocks";

const now = new Date("2026-03-01T12:00:00Z");

test.each([
  ["one of the past is what it is", "2026-02-01T00:00:00Z", true],
  ["one of another host's clock is", "2026-03-01T12:05:00Z", true],
  ["one that is still to come says nothing", "2026-03-01T12:05:01Z", false],
])("%s", (_name, at, isKnown) => {
  expect(pastOnly(new Date(at), now)).toEqual(isKnown ? new Date(at) : null);
});
