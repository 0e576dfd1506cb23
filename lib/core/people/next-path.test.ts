import { expect, test } from "vitest";
import { safeNextPath } from "./next-path";

test.each(["/", "/apps/my-app/addons?tab=1#top", "/databases/my-app-3030"])(
  "a path of this site is kept: %s",
  (path) => {
    expect(safeNextPath(path)).toBe(path);
  },
);

test.each([
  undefined,
  "",
  "//evil.example",
  "/\\evil.example",
  "https://evil.example",
  "javascript:alert(1)",
  "/\tx",
  "/\n//evil.example",
])("what may lead elsewhere becomes the first page: %j", (path) => {
  expect(safeNextPath(path)).toBe("/");
});
