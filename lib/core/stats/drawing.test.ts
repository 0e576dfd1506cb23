import { expect, test } from "vitest";
import { fillGaps } from "./drawing";

const point = (atMs: number, samples: number, value: number | null) => ({
  atMs,
  samples,
  low: [value],
  mean: [value],
  high: [value],
});

test("a step without data is a gap", () => {
  const steps = fillGaps([point(10_000, 1, 5), point(30_000, 1, 6)], {
    fromMs: 12_000,
    toMs: 45_000,
    stepMs: 10_000,
  });
  expect(steps.map(({ atMs, point: found }) => [atMs, found?.mean[0] ?? null])).toEqual([
    [10_000, 5],
    [20_000, null],
    [30_000, 6],
    [40_000, null],
  ]);
});

test("a step that two resolutions know of is weighed by its rounds", () => {
  const [step] = fillGaps([point(0, 3, 10), point(0, 1, 2)], { fromMs: 0, toMs: 1, stepMs: 10 });
  expect(step?.point).toEqual({ atMs: 0, samples: 4, low: [2], mean: [8], high: [10] });
  const [half] = fillGaps([point(0, 3, null), point(0, 1, 2)], { fromMs: 0, toMs: 1, stepMs: 10 });
  expect(half?.point?.mean).toEqual([2]);
});
