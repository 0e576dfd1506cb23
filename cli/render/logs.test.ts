import { expect, test } from "vitest";
import { logLine } from "./logs";

test.each([
  ["plain text", "plain text"],
  ['{"event":"log","log":"from redis\\n"}', "from redis"],
  ['{"event":"ping"}', null],
  ['{"level":"warn"}', '{"level":"warn"}'],
  ["{broken", "{broken"],
  ["", null],
])("%j", (line, shown) => {
  expect(logLine(line)).toBe(shown);
});
