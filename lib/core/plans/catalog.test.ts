import { expect, test } from "vitest";
import { MIB } from "../units";
import { containerMemoryBytes, DEFAULT_PLANS } from "./catalog";

test.each(DEFAULT_PLANS.map((plan) => [plan.id, plan] as const))(
  "the container of plan %s holds its data with a quarter and 64 MiB to spare",
  (_id, plan) => {
    expect(containerMemoryBytes(plan)).toBe(plan.maxMemoryBytes * 1.25 + 64 * MIB);
  },
);

test("plans are listed smallest first and have different names", () => {
  const sizes = DEFAULT_PLANS.map((plan) => plan.maxMemoryBytes);
  expect(sizes).toEqual([...sizes].sort((a, b) => a - b));
  expect(new Set(DEFAULT_PLANS.map((plan) => plan.id)).size).toBe(DEFAULT_PLANS.length);
});
