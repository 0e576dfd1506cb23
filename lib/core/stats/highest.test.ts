import { describe, expect, it } from "vitest";
import { type MemoryMoment, raiseHighest } from "./highest";

const moment = (changes: Partial<MemoryMoment>): MemoryMoment => ({
  usedBytes: 100,
  cacheBytes: 0,
  peakBytes: null,
  swapBytes: null,
  ...changes,
});

describe("raiseHighest", () => {
  it("begins with what is used now", () => {
    expect(raiseHighest(null, { before: null, now: moment({ swapBytes: 0, peakBytes: 5_000 }) })).toEqual({
      memoryBytes: 100,
      swapBytes: 0,
    });
  });

  it("keeps the most when less is used", () => {
    const highest = { memoryBytes: 300, swapBytes: 50 };
    const now = moment({ swapBytes: 7 });
    expect(raiseHighest(highest, { before: moment({}), now })).toEqual(highest);
  });

  it("a mark that rose between two rounds counts, without what may have been file cache", () => {
    const before = moment({ peakBytes: 400, cacheBytes: 50 });
    const now = moment({ peakBytes: 900, cacheBytes: 200 });
    expect(raiseHighest({ memoryBytes: 100, swapBytes: null }, { before, now }).memoryBytes).toBe(700);
  });

  it("a mark that file cache alone lifted does not count, also after the cache has gone", () => {
    const before = moment({ peakBytes: 400, cacheBytes: 0 });
    const saved = moment({ peakBytes: 2_100, cacheBytes: 2_000 });
    const first = raiseHighest({ memoryBytes: 100, swapBytes: null }, { before, now: saved });
    const dropped = moment({ peakBytes: 2_100, cacheBytes: 0 });
    expect(raiseHighest(first, { before: saved, now: dropped }).memoryBytes).toBe(100);
  });

  it("swap that cannot be read now is not forgotten", () => {
    const highest = { memoryBytes: 1, swapBytes: 50 };
    expect(raiseHighest(highest, { before: null, now: moment({}) }).swapBytes).toBe(50);
  });
});
