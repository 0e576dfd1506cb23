import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { DECIDING_REASONS } from "../lib/core/reasons";

const sources = readdirSync("lib", { recursive: true, encoding: "utf8" })
  .map((path) => join("lib", path))
  .filter(
    (path) =>
      path.endsWith(".ts") && !/\.test\.ts$|\.contract\.ts$|^lib\/db\/generated\/|\/memory/.test(path),
  )
  .map((path) => ({ path, text: readFileSync(path, "utf8") }));

/** A reason stands in a `DomainError`, by itself or under a name, or in a row of what foreign errors mean. */
function isThrown(reason: string): boolean {
  const names = sources.flatMap(
    ({ text }) => new RegExp(`const (\\w+) = "${reason}";`).exec(text)?.[1] ?? [],
  );
  const thrown = new RegExp(`DomainError\\(\\s*"\\w+",\\s*(${[`"${reason}"`, ...names].join("|")}),`);
  return sources.some(({ text }) => thrown.test(text) || text.includes(`reason: "${reason}"`));
}

test.each(DECIDING_REASONS)("%s, which code decides by, is thrown by somebody", (reason) => {
  expect(isThrown(reason)).toBe(true);
});

test("a reason that nobody throws is noticed", () => {
  expect(isThrown("thrown_by_nobody")).toBe(false);
});

test("the reason of an error is asked for by `hasReason` alone, which knows the list", () => {
  const asking = sources.filter(({ text }) =>
    /\b(?:error|failure|cause)\.reason\b(?:\.\w+\(|\s*[!=]==)/.test(text),
  );
  expect(asking.map(({ path }) => path)).toEqual([]);
});
