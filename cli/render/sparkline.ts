const BARS = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"] as const;

/** Takes the largest of each of `width` equal parts, so that a peak never disappears; null where nothing was measured. */
function shrink(values: readonly (number | null)[], width: number): (number | null)[] {
  if (values.length <= width) return [...values];
  return Array.from({ length: width }, (_, index) => {
    const from = Math.floor((index * values.length) / width);
    const part = values.slice(from, Math.floor(((index + 1) * values.length) / width));
    const known = part.filter((value) => value !== null);
    return known.length > 0 ? Math.max(...known) : null;
  });
}

/** A line of bars from 0 (or the least, below it) to the largest value; a gap is a space. Empty without values. */
export function sparkline(values: readonly (number | null)[], width: number): string {
  const shown = shrink(values, width);
  const known = shown.filter((value) => value !== null);
  const least = Math.min(0, ...known);
  const range = Math.max(...known) - least || 1;
  const bar = (value: number): string =>
    BARS[Math.min(BARS.length - 1, Math.floor(((value - least) / range) * BARS.length))] ?? "";
  return shown.map((value) => (value === null ? " " : bar(value))).join("");
}
