"use client";
import { useEffect, useRef, useState } from "react";
import { cn } from "@/components/ui/cn";
import type { SeriesView } from "@/lib/contract/stats";
import type { ChartSpec } from "./chart-list";
import { useCursor } from "./cursor";

type ChartCursorProps = {
  spec: ChartSpec;
  series: SeriesView;
  /** Where the axis ends. */
  highest: number;
  exact: (ms: number) => string;
};

/** The cursor that all charts share, apart from the drawing, which stays as it is; drawn only where it is in view. */
export function ChartCursor(props: ChartCursorProps) {
  const box = useRef<HTMLDivElement>(null);
  const [isInView, setIsInView] = useState(false);
  useEffect(() => {
    const observer = new IntersectionObserver((entries) =>
      setIsInView(entries.at(-1)?.isIntersecting ?? false),
    );
    if (box.current) observer.observe(box.current);
    return () => observer.disconnect();
  }, []);
  return (
    // As much as the axes leave.
    <div ref={box} className="pointer-events-none absolute top-1 right-2 bottom-7.5 left-14 contain-layout">
      {isInView && <Cursor {...props} />}
    </div>
  );
}

/** A line, a dot on each line of the chart, and their figures in words. */
function Cursor({ spec, series, highest, exact }: ChartCursorProps) {
  const place = useCursor();
  const atMs = place === null ? undefined : series.times[place];
  if (place === null || atMs === undefined) return null;
  const [fromMs, toMs] = [Date.parse(series.fromAt), Date.parse(series.toAt)];
  const ratio = Math.min(1, Math.max(0, (atMs - fromMs) / (toMs - fromMs)));
  const x = `${ratio * 100}%`;
  return (
    <>
      <svg aria-hidden="true" className="size-full overflow-visible">
        <line x1={x} x2={x} y1="0" y2="100%" className="stroke-muted-foreground" />
        {spec.lines.map(({ key, colour, of }) => {
          const value = of(series.measures).mean[place];
          return value == null ? null : (
            <circle key={key} cx={x} cy={`${(1 - value / highest) * 100}%`} r="3" fill={colour} />
          );
        })}
      </svg>
      <Words spec={spec} series={series} place={place} title={exact(atMs)} isLeft={ratio > 0.5} />
    </>
  );
}

type WordsProps = { spec: ChartSpec; series: SeriesView; place: number; title: string; isLeft: boolean };

/** The mean at the cursor, least and most where they differ, and what happened in that step. */
function Words({ spec, series, place, title, isLeft }: WordsProps) {
  const atMs = series.times[place] ?? 0;
  const marks = series.marks.filter(
    ({ at }) => Date.parse(at) >= atMs && Date.parse(at) < atMs + series.stepMs,
  );
  return (
    <div
      className={cn(
        "bg-card absolute top-1 grid gap-1 rounded-md border px-3 py-2 text-xs tabular-nums shadow-sm",
        isLeft ? "left-1" : "right-1",
      )}
    >
      <p className="font-medium">{title}</p>
      {spec.lines.map(({ key, label, of }) => {
        const { low, mean, high } = of(series.measures);
        const [least, middle, most] = [low[place], mean[place], high[place]];
        return (
          <p key={key}>
            {label}: {middle == null ? "no data" : spec.format(middle)}
            {least != null && most != null && spec.format(least) !== spec.format(most) && (
              <span className="text-muted-foreground">
                {" "}
                ({spec.format(least)} to {spec.format(most)})
              </span>
            )}
          </p>
        );
      })}
      {marks.map(({ id, label }) => (
        <p key={id} className="text-muted-foreground">
          ◆ {label}
        </p>
      ))}
    </div>
  );
}
