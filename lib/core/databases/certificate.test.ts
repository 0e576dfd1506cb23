import { expect, test } from "vitest";
import { DAY_MS } from "../units";
import { isLastResort, isRenewalDue, startsWithFormer } from "./certificate";

const now = new Date("2026-06-01T00:00:00Z");
const inDays = (days: number) => new Date(now.getTime() + days * DAY_MS);

test.each([
  [31, ["a", "b"], false],
  [29, ["a", "b"], true],
  [-1, ["a", "b"], true],
  [365, ["a"], true],
  [365, ["a", "b", "c"], true],
])("%i days before its end, for %j, a renewal is due: %s", (days, wanted, expected) => {
  expect(isRenewalDue({ names: ["a", "b"], expiresAt: inDays(days) }, { wanted, now })).toBe(expected);
});

test.each([
  [null, 2, false],
  [1, 2, false],
  [2, 2, true],
])(
  "renewed at revision %s, a gateway of revision %i has to be told: %s",
  (renewedAtRevision, revision, expected) => {
    expect(startsWithFormer({ renewedAtRevision }, revision)).toBe(expected);
  },
);

test.each([
  [null, false],
  [8, false],
  [6, true],
  [-100, true],
])("of one whose start ends in %s days the gateway is replaced: %s", (days, expected) => {
  expect(isLastResort({ startsWithUntil: days === null ? null : inDays(days) }, now)).toBe(expected);
});
