import { expect, test } from "vitest";
import { auditKeptSince } from "./retention";

test("what was done is kept for 400 days, to the millisecond", () => {
  expect(auditKeptSince(new Date("2026-02-05T10:00:00.001Z"))).toEqual(new Date("2025-01-01T10:00:00.001Z"));
});
