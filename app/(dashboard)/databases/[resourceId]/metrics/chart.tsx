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
import { useClock } from "@/components/clock/clock-provider";
import { offsetOf, timeWords } from "@/components/clock/times";
import { Card } from "@/components/ui/card";
import type { SeriesView } from "@/lib/contract/stats";
import { timeTicks, valueTicks } from "@/lib/core/stats/ticks";
import type { ChartSpec } from "./chart-list";
import { ChartTable } from "./chart-table";
import { ChartTooltip } from "./chart-tooltip";
import { WhenSeen } from "./when-seen";

const HEIGHT = 200;
/** As many as fit beside each other on a phone. */
const TIMES_MAX = 6;
/** A second and third line are told apart without colour as well. */
const DASHES = ["0", "6 2", "2 2", "8 2 2 2"];
const AXIS = { fontSize: 11, fill: "var(--color-muted-foreground)" } as const;

export type ChartRow = { atMs: number; place: number } & Record<string, number | null>;

const rowsOf = ({ lines }: ChartSpec, { times, measures }: SeriesView): ChartRow[] =>
  times.map((atMs, place) => ({
    atMs,
    place,
    ...Object.fromEntries(
      lines.flatMap(({ measure }) => {
        const { mean } = measures[measure];
        return [
          [measure, mean[place] ?? null],
          [loneOf(measure), isLone(mean, place) ? mean[place] : null],
        ];
      }),
    ),
  }));

/** Its points between two gaps, which have no line to show them. */
const loneOf = (measure: string): string => `${measure} alone`;

const isLone = (values: readonly (number | null)[], place: number): boolean =>
  values[place] != null && values[place - 1] == null && values[place + 1] == null;

const highestOf = ({ lines }: ChartSpec, { measures }: SeriesView): number =>
  Math.max(0, ...lines.flatMap(({ measure }) => measures[measure].high.map((value) => value ?? 0)));

/** A limit far above what is used would press the line onto the axis: it is drawn once a third of it is used. */
function shownLimit(spec: ChartSpec, series: SeriesView) {
  const found = spec.limit?.(series.limits);
  return found ? { ...found, isNear: highestOf(spec, series) * 3 >= found.value } : null;
}

type ChartProps = { spec: ChartSpec; series: SeriesView; logsPath: string };

/** Means over time with a cursor that all charts share; a table with the same figures is one key press away. */
export function Chart({ spec, series, logsPath }: ChartProps) {
  const { isUtc } = useClock();
  const [fromMs, toMs] = [Date.parse(series.fromAt), Date.parse(series.toAt)];
  const words = timeWords(toMs - fromMs, isUtc);
  const limit = shownLimit(spec, series);
  const values = valueTicks(Math.max(highestOf(spec, series), limit?.isNear ? limit.value : 0), spec.unit);
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
      <div aria-hidden="true" className="min-h-50">
        <WhenSeen>
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
                domain={[fromMs, toMs]}
                ticks={timeTicks({ fromMs, toMs, offsetMs: offsetOf(fromMs, isUtc), countMax: TIMES_MAX })}
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
                domain={[0, values.at(-1) ?? 1]}
                ticks={values}
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
                  dot={false}
                  activeDot={{ r: 3 }}
                  type="linear"
                  connectNulls={false}
                  isAnimationActive={false}
                />
              ))}
              {spec.lines.map(({ measure, colour }) =>
                // Only where there are any: each point of a line would be an element of its own.
                series.measures[measure].mean.some((_, place, mean) => isLone(mean, place)) ? (
                  <Line
                    key={loneOf(measure)}
                    dataKey={loneOf(measure)}
                    stroke="none"
                    dot={{ r: 1.5, fill: colour, stroke: "none" }}
                    activeDot={false}
                    tooltipType="none"
                    isAnimationActive={false}
                  />
                ) : null,
              )}
            </LineChart>
          </ResponsiveContainer>
        </WhenSeen>
      </div>
      <ChartTable spec={spec} series={series} exact={words.exact} logsPath={logsPath} />
    </Card>
  );
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
