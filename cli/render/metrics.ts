import { formatBytes } from "@/lib/core/units";
import type { MetricPoint, MetricType } from "../wire";
import { sparkline } from "./sparkline";

const percent = (value: number): string => `${value.toFixed(1)}%`;
const UNITS: Record<MetricType, (value: number) => string> = {
  cpu: percent,
  memory: formatBytes,
  swap: formatBytes,
  disk: formatBytes,
};
const NAME_WIDTH = 8;
const FIGURE_WIDTH = 11;

/** A measure with its last value, its course and its highest value; says so when there is none. */
export function metricLine(type: MetricType, points: readonly MetricPoint[], width: number): string {
  const values = points.map(({ value }) => value);
  const known = values.filter((value) => value !== null);
  const name = type.padEnd(NAME_WIDTH);
  if (known.length === 0) return `${name}no data yet`;
  const format = UNITS[type];
  const last = values.at(-1) ?? null;
  const now = (last === null ? "?" : format(last)).padStart(FIGURE_WIDTH);
  return `${name}${now}  ${sparkline(values, width)}  highest ${format(Math.max(...known))}`;
}
