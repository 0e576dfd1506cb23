import { expect, test } from "vitest";
import { canBeCancelled, canBeSwitched } from "./cancel";

const fence = (status: "pending" | "running") => [{ name: "fence-predecessor", status }] as const;

test.each([
  ["import", null, fence("pending"), true],
  ["import", null, fence("running"), false],
  ["import", "2026-01-01T00:00:00Z", fence("pending"), false],
  ["restore", null, fence("pending"), false],
] as const)(
  "an operation of the kind %s that ended at %s with %j can be cancelled: %s",
  (kind, finishedAt, steps, can) => {
    expect(canBeCancelled({ kind, finishedAt, steps })).toBe(can);
  },
);

const staying = (status: "pending" | "running" | "succeeded") => [{ name: "stay-in-step", status }] as const;

test.each([
  ["import", null, staying("running"), true],
  ["import", null, staying("pending"), false],
  ["import", null, staying("succeeded"), false],
  ["import", null, fence("pending"), false],
  ["import", "2026-01-01T00:00:00Z", staying("running"), false],
] as const)(
  "an operation of the kind %s that ended at %s with %j can be switched: %s",
  (kind, finishedAt, steps, can) => {
    expect(canBeSwitched({ kind, finishedAt, steps })).toBe(can);
  },
);
