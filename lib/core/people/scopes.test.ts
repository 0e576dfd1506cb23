import { expect, test } from "vitest";
import { allows } from "./scopes";

test.each([
  ["look", "look", true],
  ["look", "read", false],
  ["look", "write", false],
  ["read", "look", true],
  ["admin", "look", true],
  ["read", "read", true],
  ["read", "write", false],
  ["read", "admin", false],
  ["write", "read", true],
  ["write", "write", true],
  ["write", "admin", false],
  ["admin", "write", true],
  ["admin", "admin", true],
] as const)("a token with the scope %s for what needs %s: %s", (has, needs, isAllowed) => {
  expect(allows(has, needs)).toBe(isAllowed);
});
