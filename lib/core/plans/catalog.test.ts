import { describe, expect, it, test } from "vitest";
import { MIB } from "../units";
import { containerMemoryBytes, DEFAULT_PLANS, findKnown, findOffered, getKnown, type Plan } from "./catalog";

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

describe("looking a plan up", () => {
  const own: Plan = { id: "team", maxMemoryBytes: MIB, cpus: 1, clientsMax: 10, hasBackups: false };
  const catalog = [own, { ...own, id: "gone", isRetired: true }];

  it.each([
    ["team", "team", "team"],
    ["gone", undefined, "gone"],
    ["256m", undefined, "256m"],
    ["none", undefined, undefined],
  ])("%s: on offer as %s, known as %s", (id, offered, known) => {
    expect(findOffered(catalog, id)?.id).toBe(offered);
    expect(findKnown(catalog, id)?.id).toBe(known);
  });

  it("a default plan that the catalog lacks is known as one that is no longer offered", () => {
    expect(findKnown(catalog, "256m")).toMatchObject({ clientsMax: 200, isRetired: true });
    expect(findKnown(DEFAULT_PLANS, "256m")).not.toHaveProperty("isRetired");
  });

  it("one that nobody knows is refused with what to do, never a failure without a reason", () => {
    expect(() => getKnown(catalog, "none")).toThrow(
      expect.objectContaining({ code: "conflict", reason: "plan_unknown" }),
    );
  });
});
