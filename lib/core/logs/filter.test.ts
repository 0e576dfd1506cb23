import { expect, test } from "vitest";
import { readFilter } from "./filter";

test.each([
  ["app", undefined, {}],
  ["app", " ", {}],
  ["app", "web", { source: "web" }],
  ["app", "web-3f2a91c0d4e5", { source: "web-3f2a91c0d4e5" }],
  ["app", "web server", { q: "web server" }],
  ["app", "timeout", { q: "timeout" }],
  ["database", "web", { q: "web" }],
] as const)("of a(n) %s, %s asks for %o", (kind, filter, wanted) => {
  expect(readFilter(kind, filter)).toEqual(wanted);
});
