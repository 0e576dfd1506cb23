const BARS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

/** A measured value; `time` is ISO 8601. */
export type Point = { time: string; value: number };
export type Span = { fromMs: number; toMs: number };

/** The span cut into so many equal parts: the largest value of each, so that a peak never disappears; null where nothing was measured. Points outside count to the nearest part. */
export function partsOf(points: readonly Point[], { fromMs, toMs }: Span, count: number): (number | null)[] {
  const parts: (number | null)[] = Array.from({ length: count }, () => null);
  for (const { time, value } of points) {
    const place = Math.floor(((Date.parse(time) - fromMs) * count) / (toMs - fromMs));
    const index = Math.min(Math.max(place, 0), count - 1);
    parts[index] = Math.max(value, parts[index] ?? value);
  }
  return parts;
}

/** A line of bars from 0 (or the least, below it) to the largest value; a gap is a space. Empty without values. */
export function sparkline(values: readonly (number | null)[]): string {
  const known = values.filter((value) => value !== null);
  const least = Math.min(0, ...known);
  const range = Math.max(...known) - least || 1;
  const bar = (value: number): string =>
    BARS[Math.min(BARS.length - 1, Math.floor(((value - least) / range) * BARS.length))] ?? "";
  return values.map((value) => (value === null ? " " : bar(value))).join("");
}
