import { expect, test } from "vitest";
import { type ChangedPerson, decidePersonChange, type PersonChange } from "./changes";

const MEMBER: ChangedPerson = {
  isSelf: false,
  isAdmin: false,
  isDisabled: false,
  isOnlyAdministrator: false,
};

const CASES: [PersonChange, Partial<ChangedPerson>, string | null][] = [
  ["disable", {}, null],
  ["remove", {}, null],
  ["demote", { isAdmin: true }, null],
  ["disable", { isSelf: true }, "own_account"],
  ["remove", { isSelf: true }, "own_account"],
  ["demote", { isSelf: true, isAdmin: true }, "own_account"],
  ["disable", { isAdmin: true, isOnlyAdministrator: true }, "last_administrator"],
  ["remove", { isAdmin: true, isOnlyAdministrator: true }, "last_administrator"],
  ["demote", { isAdmin: true, isOnlyAdministrator: true }, "last_administrator"],
  ["enable", { isDisabled: true }, null],
  ["promote", {}, null],
  ["promote", { isDisabled: true }, "account_disabled"],
  ["end-sessions", { isSelf: true }, null],
  ["end-sessions", { isAdmin: true, isOnlyAdministrator: true }, null],
  ["password-link", {}, null],
  ["password-link", { isSelf: true }, "own_account"],
  ["reset-second-factor", { isAdmin: true, isOnlyAdministrator: true }, null],
  ["reset-second-factor", { isSelf: true }, "own_account"],
  ["unlink-identity", { isSelf: true, isAdmin: true, isOnlyAdministrator: true }, null],
];

test.each(CASES)("%s of %o is refused for %s", (change, person, reason) => {
  const decision = decidePersonChange(change, { ...MEMBER, ...person });
  expect(decision.allowed ? null : decision.reason).toBe(reason);
});
