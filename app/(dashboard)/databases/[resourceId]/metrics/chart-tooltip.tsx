"use client";
import type { SeriesView } from "@/lib/contract/stats";
import type { ChartSpec } from "./chart-list";

type ChartTooltipProps = {
  spec: ChartSpec;
  series: SeriesView;
  exact: (ms: number) => string;
  /** Given by recharts. */
  active?: boolean;
  label?: number | string;
};

/** The mean at the cursor, least and most where they differ, and what happened in that step. */
export function ChartTooltip({ spec, series, exact, active, label }: ChartTooltipProps) {
  const place = series.times.indexOf(Number(label));
  if (!active || place < 0) return null;
  const atMs = Number(label);
  const marks = series.marks.filter(
    ({ at }) => Date.parse(at) >= atMs && Date.parse(at) < atMs + series.stepMs,
  );
  return (
    <div className="bg-card grid gap-1 rounded-md border px-3 py-2 text-xs tabular-nums shadow-sm">
      <p className="font-medium">{exact(atMs)}</p>
      {spec.lines.map(({ measure, label: name }) => {
        const { low, mean, high } = series.measures[measure];
        const [least, middle, most] = [low[place], mean[place], high[place]];
        return (
          <p key={measure}>
            {name}: {middle == null ? "no data" : spec.format(middle)}
            {least != null && most != null && spec.format(least) !== spec.format(most) && (
              <span className="text-muted-foreground">
                {" "}
                ({spec.format(least)} to {spec.format(most)})
              </span>
            )}
          </p>
        );
      })}
      {marks.map(({ id, label: words }) => (
        <p key={id} className="text-muted-foreground">
          ◆ {words}
        </p>
      ))}
    </div>
  );
}
