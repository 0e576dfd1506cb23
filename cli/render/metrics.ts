import { SWAP_UNKNOWN } from "@/lib/core/stats/unknown";
import { formatBytes } from "@/lib/core/units";
import { type Point, partsOf, type Span, sparkline } from "./sparkline";

export const DRAWN = ["cpu", "memory", "swap", "disk"] as const;
export type Drawn = (typeof DRAWN)[number];

const percent = (value: number): string => `${value.toFixed(1)}%`;
const bytes = (value: number): string => formatBytes(Math.round(value));
const UNITS: Record<Drawn, (value: number) => string> = {
  cpu: percent,
  memory: bytes,
  swap: bytes,
  disk: bytes,
};
const NAME_WIDTH = 8;
const FIGURE_WIDTH = 11;
/** As many bars as fit beside the figures on a usual screen. */
const BARS = 48;

type Series = { measure: Drawn; points: readonly Point[] };

/** A line for each measure: its last value, its course over the span and its highest value, or why there is none. */
export function metricLines(series: readonly Series[], span: Span): string[] {
  const isMemoryKnown = series.some(({ measure, points }) => measure === "memory" && points.length > 0);
  const unknownOf = (measure: Drawn) => (measure === "swap" && isMemoryKnown ? SWAP_UNKNOWN : "no data yet");
  return series.map((one) => metricLine(one, span, unknownOf(one.measure)));
}

function metricLine({ measure, points }: Series, span: Span, unknown: string): string {
  const name = measure.padEnd(NAME_WIDTH);
  const last = points.at(-1);
  if (!last) return `${name}${unknown}`;
  const format = UNITS[measure];
  const highest = Math.max(...points.map(({ value }) => value));
  const course = sparkline(partsOf(points, span, BARS));
  return `${name}${format(last.value).padStart(FIGURE_WIDTH)}  ${course}  highest ${format(highest)}`;
}
