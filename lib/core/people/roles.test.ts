import { expect, test } from "vitest";
import { type AppRight, type AppRole, refusalOf, roleAllows } from "./roles";

test.each<[AppRole, AppRight, boolean]>([
  ["view", "look", true],
  ["view", "operate", false],
  ["view", "manage", false],
  ["operate", "look", true],
  ["operate", "operate", true],
  ["operate", "manage", false],
  ["own", "look", true],
  ["own", "operate", true],
  ["own", "manage", true],
])(
  "the role %s for what needs the right to %s: %s, and a refusal names who can change it",
  (role, right, may) => {
    expect(roleAllows(role, right)).toBe(may);
    const refusal = refusalOf({ role, ownerEmail: "ada@example.org" }, right);
    expect(refusal).toEqual(may ? null : expect.stringContaining("ada@example.org"));
  },
);
