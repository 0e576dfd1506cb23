import { expect, test } from "vitest";
import { VARIABLE_VALUE_CHARS_MAX } from "./rules";
import { decideEnvironment, ENVIRONMENT_BYTES_MAX, environmentBytes } from "./size";

/** What Linux takes as one string of an environment: 32 pages, with its NUL. execve(2) */
const ONE_BYTES_MAX = 131_072;

const many = (count: number, character: string) =>
  new Map(Array.from({ length: count }, (_, at) => [`V${at}`, character.repeat(VARIABLE_VALUE_CHARS_MAX)]));

test("bytes are counted, not characters", () => {
  expect(environmentBytes([["A", "中"]])).toBe("A=".length + 3 + 1);
});

test.each(["x", "ä", "中", "🙂".slice(0, 1)])(
  "the longest variable of %j is one that a process can be given",
  (character) => {
    expect(environmentBytes([["N".repeat(64), character.repeat(VARIABLE_VALUE_CHARS_MAX)]])).toBeLessThan(
      ONE_BYTES_MAX,
    );
  },
);

test.each([
  [21, "x", true],
  [22, "x", false],
  [7, "中", true],
  [8, "中", false],
])("%i of the longest values of %j together: %s", (count, character, allowed) => {
  expect(decideEnvironment(new Map(), many(count, character)).allowed).toBe(allowed);
});

test("a refusal tells the most, what would be and what is", () => {
  expect(decideEnvironment(many(1, "x"), many(30, "x"))).toEqual({
    allowed: false,
    reason: expect.stringMatching(/at most 680 KiB.*would have 960 KiB; now they have 32 KiB/),
  });
});

test("what is too large already may shrink", () => {
  expect(environmentBytes(many(30, "x"))).toBeGreaterThan(ENVIRONMENT_BYTES_MAX);
  expect(decideEnvironment(many(30, "x"), many(29, "x")).allowed).toBe(true);
  expect(decideEnvironment(many(30, "x"), many(31, "x")).allowed).toBe(false);
});
