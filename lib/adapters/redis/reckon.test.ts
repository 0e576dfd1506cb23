import { expect, test } from "vitest";
import { categoriesIn, mayRun } from "./reckon";

const MEMBERS = new Map([
  ["read", new Set(["get", "pfcount"])],
  ["admin", new Set(["client", "config"])],
]);
const RULES = ["~*", "-@all", "+@read", "-pfcount", "+acl", "-@admin", "+client|id", "-acl", "+acl|whoami"];

test("categories are those that the rules name, but all", () => {
  expect(categoriesIn(RULES)).toEqual(["read", "admin"]);
});

test.each([
  ["GET k", true],
  ["pfcount k", false],
  ["SET k v", false],
  ["CONFIG GET save", false],
  ["CLIENT ID", true],
  ["CLIENT KILL", false],
  ["ACL WHOAMI", true],
  ["ACL LIST", false],
])("%s: %s", (words, isAllowed) => {
  expect(mayRun(RULES, MEMBERS, words.split(" "))).toBe(isAllowed);
});
