import { describe, expect, test } from "vitest";
import { HOUR_MS, MIB, MINUTE_MS } from "../units";
import { tickWords, timeTicks, valueTicks } from "./ticks";

describe("valueTicks", () => {
  test.each([
    [0, "count", [0, 1]],
    [1, "count", [0, 1]],
    [3, "count", [0, 1, 2, 3]],
    [20, "count", [0, 5, 10, 15, 20]],
    [21, "count", [0, 10, 20, 30]],
    [0.6, "percent", [0, 0.2, 0.4, 0.6]],
    [0, "percent", [0, 0.01]],
    [97, "percent", [0, 50, 100]],
    [0.5, "ratio", [0, 0.2, 0.4, 0.6]],
    [0, "bytes", [0, 1]],
    [614 * 1_024, "bytes", [0, 256 * 1_024, 512 * 1_024, 768 * 1_024]],
    [256 * MIB, "bytes", [0, 64 * MIB, 128 * MIB, 192 * MIB, 256 * MIB]],
    [3_000, "bytesPerSecond", [0, 1_024, 2_048, 3_072]],
  ] as const)("up to %d %s", (highest, unit, ticks) => {
    expect(valueTicks(highest, unit)).toEqual(ticks);
  });

  test.each(["count", "bytes", "percent", "perSecond", "ratio"] as const)(
    "%s: few, from 0 until past the highest",
    (unit) => {
      for (let highest = 0.01; highest < 1e12; highest *= 1.37) {
        const ticks = valueTicks(highest, unit);
        expect(ticks[0]).toBe(0);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(highest * (1 - 1e-6));
        expect(ticks.length).toBeLessThanOrEqual(6);
        expect(new Set(ticks).size).toBe(ticks.length);
      }
    },
  );
});

describe("tickWords", () => {
  test.each([
    [1.5 * MIB, "bytes", "MiB", ["0", "0.5", "1", "1.5"]],
    [614 * 1_024, "bytes", "KiB", ["0", "256", "512", "768"]],
    [0, "bytes", "B", ["0", "1"]],
    [3_000, "bytesPerSecond", "KiB/s", ["0", "1", "2", "3"]],
    [0.6, "percent", "%", ["0", "0.2", "0.4", "0.6"]],
    [20_000, "count", "", ["0", "5,000", "10,000", "15,000", "20,000"]],
    [3, "perSecond", "a second", ["0", "1", "2", "3"]],
  ] as const)("up to %d %s", (highest, unit, said, words) => {
    const ticks = valueTicks(highest, unit);
    const found = tickWords(ticks, unit);
    expect([found.unit, ticks.map(found.words)]).toEqual([said, words]);
  });
});

describe("timeTicks", () => {
  const fromMs = Date.UTC(2026, 0, 5, 6, 55, 40);
  const clock = (ms: number) => new Date(ms).toISOString().slice(11, 16);

  test("full quarters of an hour", () => {
    const ticks = timeTicks({ fromMs, toMs: fromMs + HOUR_MS, offsetMs: 0, countMax: 6 });
    expect(ticks.map(clock)).toEqual(["07:00", "07:10", "07:20", "07:30", "07:40", "07:50"]);
  });

  test("midnights of the clock that is shown", () => {
    const offsetMs = 5.5 * HOUR_MS;
    const ticks = timeTicks({ fromMs, toMs: fromMs + 72 * HOUR_MS, offsetMs, countMax: 6 });
    expect(ticks.map((ms) => (ms + offsetMs) % (12 * HOUR_MS))).toEqual(ticks.map(() => 0));
    expect(ticks).toHaveLength(6);
  });

  test("a span without any", () => {
    expect(timeTicks({ fromMs: fromMs + 1, toMs: fromMs + 10, offsetMs: 0, countMax: 6 })).toEqual([]);
    expect(timeTicks({ fromMs, toMs: fromMs + 5 * MINUTE_MS, offsetMs: 0, countMax: 6 })).toHaveLength(5);
  });
});
