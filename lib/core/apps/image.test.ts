import { expect, test } from "vitest";
import { isTag, withTag } from "./image";

test.each([
  ["nginx", "nginx:2"],
  ["nginx:1.25", "nginx:2"],
  ["localhost:5000/team/web", "localhost:5000/team/web:2"],
  ["localhost:5000/team/web:1", "localhost:5000/team/web:2"],
  ["team/web@sha256:abc", "team/web:2"],
  ["team/web:1@sha256:abc", "team/web:2"],
])("%s with another tag is %s", (image, wanted) => {
  expect(withTag(image, "2")).toBe(wanted);
});

test.each([
  ["1.4", true],
  ["_a-b.C", true],
  ["x".repeat(128), true],
  ["x".repeat(129), false],
  ["", false],
  ["-a", false],
  [".a", false],
  ["a:b", false],
  ["a b", false],
  ["a\n", false],
])("whether %j is a tag: %s", (text, wanted) => {
  expect(isTag(text)).toBe(wanted);
});
