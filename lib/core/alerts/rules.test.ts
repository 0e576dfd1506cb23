import { describe, expect, it, test } from "vitest";
import { type AlertRule, type AlertState, decideAlert, rulesOf } from "./rules";

const rule: AlertRule = { kind: "memory", isOn: true, threshold: 90, durationMs: 60_000 };

/** Feeds a value every ten seconds; answers what happened and when. */
function run(values: (number | null)[], over: AlertRule = rule): string[] {
  let state: AlertState | null = null;
  return values.flatMap((value, round) => {
    const decision = decideAlert(over, state, { value, atMs: round * 10_000 });
    state = decision.state;
    return decision.change ? [`${decision.change} at ${round * 10} s`] : [];
  });
}

describe("decideAlert", () => {
  it("fires once the value has been too high for the whole duration, and recovers with the first good one", () => {
    expect(run([95, 95, 95, 95, 95, 95, 95, 95, 95, 90, 90])).toEqual(["fired at 60 s", "recovered at 90 s"]);
  });

  it("a break begins the duration anew", () => {
    expect(run([95, 95, 95, 95, 80, 95, 95, 95, 95, 95, 95])).toEqual([]);
  });

  it("a value at the threshold is no breach", () => {
    expect(run(Array(20).fill(90))).toEqual([]);
  });

  it("rounds without a value neither fire nor recover", () => {
    expect(run([95, null, null, null, null, null, null, null, null])).toEqual([]);
    expect(run([95, null, null, null, null, null, 95, null, null, 50])).toEqual([
      "fired at 60 s",
      "recovered at 90 s",
    ]);
  });

  it("it recovers when the rule is switched off, and only if it had fired", () => {
    const off = { ...rule, isOn: false };
    const fired = { breachedAtMs: 0, firedAtMs: 60_000, value: 95 };
    expect(decideAlert(off, fired, { value: 95, atMs: 70_000 })).toEqual({
      state: null,
      change: "recovered",
    });
    expect(decideAlert(off, { ...fired, firedAtMs: null }, { value: 95, atMs: 1 })).toEqual({
      state: null,
      change: null,
    });
  });
});

test("a database's own rule replaces the default of its kind", () => {
  const own = { ...rule, threshold: 50 };
  expect(rulesOf([own]).map(({ kind, threshold }) => [kind, threshold])).toEqual([
    ["memory", 50],
    ["connections", 90],
    ["down", 0],
    ["evictions", 0],
  ]);
});
