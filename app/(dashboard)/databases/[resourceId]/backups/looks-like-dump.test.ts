import { expect, test } from "vitest";
import { looksLikeDump } from "./looks-like-dump";

test.each([
  ["a dump", "REDIS0011\xfa", true],
  ["an archive", "\x1f\x8b\x08\x00", true],
  ["a text", "redis-cli --rdb", false],
  ["one letter", "R", false],
  ["nothing", "", false],
])("%s is told by its first bytes", async (_what, text, expected) => {
  expect(await looksLikeDump(new Blob([Buffer.from(text, "latin1")]))).toBe(expected);
});
