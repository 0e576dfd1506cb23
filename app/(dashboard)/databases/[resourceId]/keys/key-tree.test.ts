import { expect, test } from "vitest";
import type { ApiKey } from "@/lib/contract/api/keys";
import { above, levelOf, patternOf, prefixOf } from "./key-tree";

const row = (name: string | null): ApiKey => ({
  key: btoa(name ?? "\xff"),
  name,
  type: "string",
  ttl_ms: null,
  encoding: "raw",
  memory_bytes: 10,
});
const shown = (names: (string | null)[], prefix = "") => {
  const { folders, keys } = levelOf(names.map(row), prefix);
  return [...folders.map((folder) => `${folder.prefix} ${folder.keys}`), ...keys.map(({ name }) => name)];
};

test("keys are told together by their next colon, one alone by itself", () => {
  expect(shown(["b", "user:2:x", "user:1", "cache:only", null, "a"])).toEqual([
    "user: 2",
    null,
    "a",
    "b",
    "cache:only",
  ]);
  expect(shown(["user:1:a", "user:1:b", "user:2", "user:3:c"], "user:")).toEqual([
    "user:1: 2",
    "user:2",
    "user:3:c",
  ]);
});

test.each(["user:", "a*b[c]:", "back\\slash:", ""])(
  "the prefix %j is found again in its pattern",
  (prefix) => {
    expect(prefixOf(patternOf(prefix))).toBe(prefix);
  },
);

test.each([
  ["user:1*", "user:"],
  ["*:1", ""],
  ["user:?*", ""],
  ["user:1", ""],
])("of the pattern %s the prefix is %j", (pattern, prefix) => {
  expect(prefixOf(pattern)).toBe(prefix);
});

test("above a prefix stands the one around it", () => {
  expect(["a:b:c:", "a:", ""].map(above)).toEqual(["a:b:", "", ""]);
});

test("a folder of very many keys is made in no time", () => {
  const names = Array.from({ length: 20_000 }, (_, n) => `user:${n}`);
  const startedAt = performance.now();
  expect(shown(names)).toEqual(["user: 20000"]);
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});
