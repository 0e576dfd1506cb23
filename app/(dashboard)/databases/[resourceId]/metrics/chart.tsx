"use client";
import {
  CartesianGrid,
  Line,
  LineChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { Card } from "@/components/ui/card";
import type { SeriesView } from "@/lib/contract/stats";
import type { ChartSpec } from "./chart-list";
import { ChartTable } from "./chart-table";
import { ChartTooltip } from "./chart-tooltip";
import { timeWords } from "./times";

const HEIGHT = 200;
/** A second and third line are told apart without colour as well. */
const DASHES = ["0", "6 2", "2 2", "8 2 2 2"];
const AXIS = { fontSize: 11, fill: "var(--color-muted-foreground)" } as const;

export type ChartRow = { atMs: number; place: number } & Record<string, number | null>;

const rowsOf = ({ lines }: ChartSpec, { times, measures }: SeriesView): ChartRow[] =>
  times.map((atMs, place) => ({
    atMs,
    place,
    ...Object.fromEntries(lines.map(({ measure }) => [measure, measures[measure].mean[place] ?? null])),
  }));

/** A limit far above what is used would press the line onto the axis: it is drawn once a third of it is used. */
function shownLimit({ lines, limit }: ChartSpec, { measures, limits }: SeriesView) {
  const found = limit?.(limits);
  if (!found) return null;
  const highest = Math.max(
    0,
    ...lines.flatMap(({ measure }) => measures[measure].high.map((value) => value ?? 0)),
  );
  return { ...found, isNear: highest * 3 >= found.value };
}

type ChartProps = { spec: ChartSpec; series: SeriesView; isUtc: boolean };

/** Means over time with a cursor that all charts share; a table with the same figures is one key press away. */
export function Chart({ spec, series, isUtc }: ChartProps) {
  const words = timeWords(Date.parse(series.toAt) - Date.parse(series.fromAt), isUtc);
  const limit = shownLimit(spec, series);
  return (
    <Card className="grid min-w-0 content-start gap-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 className="font-medium">{spec.title}</h3>
        {limit && (
          <p className="text-muted-foreground text-xs tabular-nums">
            {limit.label} {spec.format(limit.value)}
          </p>
        )}
      </div>
      <Legend spec={spec} />
      <div aria-hidden="true">
        <ResponsiveContainer width="100%" height={HEIGHT}>
          <LineChart
            data={rowsOf(spec, series)}
            syncId="metrics"
            syncMethod="value"
            accessibilityLayer={false}
            margin={{ top: 4, right: 8, bottom: 0, left: 0 }}
          >
            <CartesianGrid stroke="var(--color-border)" vertical={false} />
            <XAxis
              dataKey="atMs"
              type="number"
              domain={[Date.parse(series.fromAt), Date.parse(series.toAt)]}
              tickFormatter={words.axis}
              tick={AXIS}
              stroke="var(--color-border)"
              minTickGap={40}
            />
            <YAxis
              width={72}
              tickFormatter={spec.format}
              tick={AXIS}
              stroke="var(--color-border)"
              domain={[0, limit?.isNear ? (highest: number) => Math.max(highest, limit.value) : "auto"]}
              allowDataOverflow={false}
            />
            <Tooltip
              isAnimationActive={false}
              content={<ChartTooltip spec={spec} series={series} exact={words.exact} />}
            />
            {limit?.isNear && (
              <ReferenceLine y={limit.value} stroke="var(--color-destructive)" strokeDasharray="4 4" />
            )}
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
            {spec.lines.map(({ measure, label, colour }, place) => (
              <Line
                key={measure}
                dataKey={measure}
                name={label}
                stroke={colour}
                strokeWidth={1.75}
                strokeDasharray={DASHES[place]}
                dot={({ key, ...point }) => (
                  <LonePoint key={key} {...point} values={series.measures[measure].mean} colour={colour} />
                )}
                activeDot={{ r: 3 }}
                type="linear"
                connectNulls={false}
                isAnimationActive={false}
              />
            ))}
          </LineChart>
        </ResponsiveContainer>
      </div>
      <ChartTable spec={spec} series={series} exact={words.exact} />
    </Card>
  );
}

type LonePointProps = {
  /** Given by recharts. */
  cx?: number;
  cy?: number | null;
  index?: number;
  values: readonly (number | null)[];
  colour: string;
};

/** A point between two gaps has no line to show it. */
function LonePoint({ cx, cy, index = -1, values, colour }: LonePointProps) {
  const isLone = values[index] != null && values[index - 1] == null && values[index + 1] == null;
  return isLone && cy != null ? <circle cx={cx} cy={cy} r={1.5} fill={colour} /> : <g />;
}

function Legend({ spec: { lines } }: { spec: ChartSpec }) {
  return (
    <ul className="text-muted-foreground flex flex-wrap gap-x-4 text-xs">
      {lines.map(({ measure, label, colour }, place) => (
        <li key={measure} className="flex items-center gap-1.5">
          <svg aria-hidden="true" width="18" height="4">
            <line
              x1="0"
              x2="18"
              y1="2"
              y2="2"
              stroke={colour}
              strokeWidth="2"
              strokeDasharray={DASHES[place]}
            />
          </svg>
          {label}
        </li>
      ))}
    </ul>
  );
}
