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

/** A measure with its last value, its course over the span and its highest value; says so when there is none. */
export function metricLine(measure: Drawn, points: readonly Point[], span: Span): string {
  const name = measure.padEnd(NAME_WIDTH);
  const last = points.at(-1);
  if (!last) return `${name}no data yet`;
  const format = UNITS[measure];
  const highest = Math.max(...points.map(({ value }) => value));
  const course = sparkline(partsOf(points, span, BARS));
  return `${name}${format(last.value).padStart(FIGURE_WIDTH)}  ${course}  highest ${format(highest)}`;
}
