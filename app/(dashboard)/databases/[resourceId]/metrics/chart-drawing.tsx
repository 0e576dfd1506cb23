"use client";
import {
  type BaseTickContentProps,
  CartesianGrid,
  Line,
  LineChart,
  ReferenceLine,
  ResponsiveContainer,
  XAxis,
  YAxis,
} from "recharts";
import { axisWords } from "@/components/clock/axis-words";
import { offsetOf } from "@/components/clock/times";
import type { SeriesView } from "@/lib/contract/stats";
import { timeTicks } from "@/lib/core/stats/ticks";
import type { DrawnLevel } from "./chart-levels";
import type { ChartLine, ChartSpec } from "./chart-list";
import { PLOT } from "./plot";

/** As many as fit beside each other on a phone. */
const TIMES_MAX = 6;
/** A second and third line are told apart without colour as well. */
export const DASHES = ["0", "6 2", "2 2", "8 2 2 2"];
/** Drawn in the order of their places here: layers would draw the chart anew for each. */
const FLAT = { zIndex: 0 } as const;
/** All of them, as many as were asked for: nothing is measured. */
const AXIS = { ...FLAT, interval: 0, stroke: "var(--color-border)" } as const;
const LEVEL_COLOURS = { plan: "var(--color-destructive)", alert: "var(--color-warning)" } as const;

/** The text of a tick, `dy` away from where it would stand on the line. */
const tickText = (dy: string, { x, y, textAnchor, payload, tickFormatter, index }: BaseTickContentProps) => (
  <text x={x} y={y} dy={dy} textAnchor={textAnchor} fontSize={11} fill="var(--color-muted-foreground)">
    {tickFormatter?.(payload.value, index)}
  </text>
);
const belowLine = (tick: BaseTickContentProps) => tickText("0.71em", tick);
const besideLine = (tick: BaseTickContentProps) => tickText("0.355em", tick);

/** Where a line crosses the plot, of its height; left to find that out, a grid measures texts before it knows the axes. */
const heightOf = (part: number): number => PLOT.top + (PLOT.height - PLOT.top - PLOT.bottom) * (1 - part);
const NO_LINES = (): number[] => [];

type ChartRow = { atMs: number } & Record<string, number | null>;

/** Its points between two gaps, which have no line to show them. */
const loneOf = (key: string): string => `${key} alone`;

const isLone = (values: readonly (number | null)[], place: number): boolean =>
  values[place] != null && values[place - 1] == null && values[place + 1] == null;

const rowsOf = (drawn: readonly { key: string; mean: (number | null)[] }[], times: number[]): ChartRow[] =>
  times.map((atMs, place) => ({
    atMs,
    ...Object.fromEntries(
      drawn.flatMap(({ key, mean }) => [
        [key, mean[place] ?? null],
        [loneOf(key), isLone(mean, place) ? mean[place] : null],
      ]),
    ),
  }));

const meansOf = (lines: readonly ChartLine[], { measures }: SeriesView) =>
  lines.map(({ key, label, colour, of }) => {
    const { mean } = of(measures);
    return { key, label, colour, mean, hasLone: mean.some((_, place) => isLone(mean, place)) };
  });

type ChartDrawingProps = {
  spec: ChartSpec;
  series: SeriesView;
  levels: readonly DrawnLevel[];
  axis: { ticks: number[]; words: (value: number) => string };
  isUtc: boolean;
};

/** Lines, axes and what is marked on them; the cursor is drawn over it. */
export function ChartDrawing({ spec, series, levels, axis, isUtc }: ChartDrawingProps) {
  const [fromMs, toMs] = [Date.parse(series.fromAt), Date.parse(series.toAt)];
  const highest = axis.ticks.at(-1) ?? 1;
  const drawn = meansOf(spec.lines, series);
  return (
    <ResponsiveContainer width="100%" height={PLOT.height}>
      <LineChart
        data={rowsOf(drawn, series.times)}
        accessibilityLayer={false}
        margin={{ top: PLOT.top, right: PLOT.right, bottom: 0, left: 0 }}
      >
        <CartesianGrid
          {...FLAT}
          stroke="var(--color-border)"
          horizontalPoints={axis.ticks.map((value) => heightOf(value / highest))}
          verticalCoordinatesGenerator={NO_LINES}
        />
        <XAxis
          {...AXIS}
          height={PLOT.bottom}
          dataKey="atMs"
          type="number"
          domain={[fromMs, toMs]}
          ticks={timeTicks({ fromMs, toMs, offsetMs: offsetOf(fromMs, isUtc), countMax: TIMES_MAX })}
          tickFormatter={(ms: number) => axisWords(ms, isUtc)}
          tick={belowLine}
        />
        <YAxis
          {...AXIS}
          width={PLOT.left}
          tickFormatter={axis.words}
          tick={besideLine}
          domain={[0, highest]}
          ticks={axis.ticks}
          allowDataOverflow={false}
        />
        {levels.map(({ kind, value }) => (
          <ReferenceLine key={kind} {...FLAT} y={value} stroke={LEVEL_COLOURS[kind]} strokeDasharray="4 4" />
        ))}
        {series.marks.map(({ id, at, label }) => (
          <ReferenceLine
            key={id}
            {...FLAT}
            x={Date.parse(at)}
            stroke="var(--color-muted-foreground)"
            strokeDasharray="1 3"
            label={{
              value: "◆",
              position: "insideTop",
              fontSize: 9,
              fill: "var(--color-muted-foreground)",
            }}
            aria-label={label}
          />
        ))}
        {drawn.map(({ key, label, colour }, place) => (
          <Line
            key={key}
            {...FLAT}
            dataKey={key}
            name={label}
            stroke={colour}
            strokeWidth={1.75}
            strokeDasharray={DASHES[place]}
            dot={false}
            activeDot={false}
            type="linear"
            connectNulls={false}
            isAnimationActive={false}
          />
        ))}
        {drawn.map(({ key, colour, hasLone }) =>
          // Only where there are any: each point of a line would be an element of its own.
          hasLone ? (
            <Line
              key={loneOf(key)}
              {...FLAT}
              dataKey={loneOf(key)}
              stroke="none"
              dot={{ r: 1.5, fill: colour, stroke: "none" }}
              activeDot={false}
              isAnimationActive={false}
            />
          ) : null,
        )}
      </LineChart>
    </ResponsiveContainer>
  );
}
