"use client";
import { CartesianGrid, Line, LineChart, ReferenceLine, ResponsiveContainer, XAxis, YAxis } from "recharts";
import { offsetOf, type timeWords } from "@/components/clock/times";
import type { SeriesView } from "@/lib/contract/stats";
import { timeTicks } from "@/lib/core/stats/ticks";
import type { DrawnLevel } from "./chart-levels";
import type { ChartLine, ChartSpec } from "./chart-list";
import { PLOT } from "./plot";

/** As many as fit beside each other on a phone. */
const TIMES_MAX = 6;
/** A second and third line are told apart without colour as well. */
export const DASHES = ["0", "6 2", "2 2", "8 2 2 2"];
const AXIS = { fontSize: 11, fill: "var(--color-muted-foreground)" } as const;
const LEVEL_COLOURS = { plan: "var(--color-destructive)", alert: "var(--color-warning)" } as const;

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
  times: ReturnType<typeof timeWords>;
  isUtc: boolean;
};

/** Lines, axes and what is marked on them; the cursor is drawn over it. */
export function ChartDrawing({ spec, series, levels, axis, times, isUtc }: ChartDrawingProps) {
  const [fromMs, toMs] = [Date.parse(series.fromAt), Date.parse(series.toAt)];
  const drawn = meansOf(spec.lines, series);
  return (
    <ResponsiveContainer width="100%" height={PLOT.height}>
      <LineChart
        data={rowsOf(drawn, series.times)}
        accessibilityLayer={false}
        margin={{ top: PLOT.top, right: PLOT.right, bottom: 0, left: 0 }}
      >
        <CartesianGrid stroke="var(--color-border)" vertical={false} />
        <XAxis
          height={PLOT.bottom}
          dataKey="atMs"
          type="number"
          domain={[fromMs, toMs]}
          ticks={timeTicks({ fromMs, toMs, offsetMs: offsetOf(fromMs, isUtc), countMax: TIMES_MAX })}
          tickFormatter={times.axis}
          tick={AXIS}
          stroke="var(--color-border)"
          minTickGap={40}
        />
        <YAxis
          width={PLOT.left}
          tickFormatter={axis.words}
          tick={AXIS}
          stroke="var(--color-border)"
          domain={[0, axis.ticks.at(-1) ?? 1]}
          ticks={axis.ticks}
          allowDataOverflow={false}
        />
        {levels.map(({ kind, value }) => (
          <ReferenceLine key={kind} y={value} stroke={LEVEL_COLOURS[kind]} strokeDasharray="4 4" />
        ))}
        {series.marks.map(({ id, at, label }) => (
          <ReferenceLine
            key={id}
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
