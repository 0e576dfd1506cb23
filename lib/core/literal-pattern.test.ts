import { expect, test } from "vitest";
import { literalPattern } from "./literal-pattern";

const HARD = String.raw`a-b.c*d+e?f^g$h{i}j(k)l|m[n]o\p/q`;

test.each(["v", "i"])("fits the text itself and nothing else, with the flag %s", (flag) => {
  const pattern = new RegExp(`^(?:${literalPattern(HARD)})$`, flag);
  expect(pattern.test(HARD)).toBe(true);
  expect(pattern.test(HARD.replace(".", "x"))).toBe(false);
});
