import { startOfStep } from "./resolutions";

type Values = readonly (number | null)[];

/** A point of a chart: least, mean and most of each measure, in one order. */
export type DrawnPoint = { atMs: number; samples: number; low: Values; mean: Values; high: Values };

const least = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);
const most = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.max(a, b);

function merge(a: DrawnPoint, b: DrawnPoint): DrawnPoint {
  const weighed = (one: number | null, other: number | null): number | null =>
    one === null || other === null
      ? (one ?? other)
      : (one * a.samples + other * b.samples) / (a.samples + b.samples);
  const zip = (by: typeof least, one: Values, other: Values) =>
    one.map((value, place) => by(value, other[place] ?? null));
  return {
    atMs: a.atMs,
    samples: a.samples + b.samples,
    low: zip(least, a.low, b.low),
    mean: zip(weighed, a.mean, b.mean),
    high: zip(most, a.high, b.high),
  };
}

/** One point for every step of the span, in order: those without any data are null, so that a gap is drawn as one. Points of one time become one. */
export function fillGaps(
  points: readonly DrawnPoint[],
  { fromMs, toMs, stepMs }: { fromMs: number; toMs: number; stepMs: number },
): { atMs: number; point: DrawnPoint | null }[] {
  const found = new Map<number, DrawnPoint>();
  for (const point of points) {
    const other = found.get(point.atMs);
    found.set(point.atMs, other ? merge(other, point) : point);
  }
  const steps = [];
  for (let atMs = startOfStep(fromMs, stepMs); atMs < toMs; atMs += stepMs)
    steps.push({ atMs, point: found.get(atMs) ?? null });
  return steps;
}
