import { expect, test } from "vitest";
import { dateWords, humanSize, transferLine } from "./backups";

test.each([
  [0, "0 B"],
  [9, "9 B"],
  [999, "999 B"],
  [1_000, "1.0 kB"],
  [1_449, "1.4 kB"],
  [9_949, "9.9 kB"],
  [9_950, "10 kB"],
  [143_000, "143 kB"],
  [82_854_982, "83 MB"],
  [1_500_000_000, "1.5 GB"],
  [2e15, "2000 TB"],
])("%i bytes are %s", (bytes, words) => {
  expect(humanSize(bytes)).toBe(words);
});

test("a date has its zone as a number", () => {
  expect(dateWords("2026-01-02T00:00:10.000Z")).toBe("Fri, 02 Jan 2026 00:00:10 +0000");
});

test("a transfer tells how much of how much", () => {
  expect(transferLine(500_000, 1_000_000)).toBe("  ...     500 kB of 1.0 MB (50%)");
  expect(transferLine(0, 0)).toContain("100%");
  expect(transferLine(2_000, null)).toBe("  ...     2.0 kB");
});
