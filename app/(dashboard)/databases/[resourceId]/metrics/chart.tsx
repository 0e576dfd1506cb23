"use client";
import { Download } from "lucide-react";
import { memo } from "react";
import { useClock } from "@/components/clock/clock-provider";
import { exactWords } from "@/components/clock/times";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { saveFile } from "@/components/ui/save-file";
import type { AlertView } from "@/lib/contract/alerts";
import type { SeriesView } from "@/lib/contract/stats";
import { tickWords, valueTicks } from "@/lib/core/stats/ticks";
import { chartCsv } from "./chart-csv";
import { ChartCursor } from "./chart-cursor";
import { ChartDrawing, DASHES } from "./chart-drawing";
import type { ChartSpec } from "./chart-list";
import { ChartTable } from "./chart-table";
import { WhenSeen } from "./when-seen";
import { ZoomArea } from "./zoom-area";

const highestOf = ({ lines }: ChartSpec, { measures }: SeriesView): number =>
  Math.max(0, ...lines.flatMap(({ of }) => of(measures).high.map((value) => value ?? 0)));

/** A limit far above what is used would press the line onto the axis: it is drawn once a third of it is used. */
function levelsOf(spec: ChartSpec, series: SeriesView, alerts: readonly AlertView[]) {
  const highest = highestOf(spec, series);
  return spec.levels
    .flatMap((level) => level({ limits: series.limits, alerts }) ?? [])
    .map((level) => ({ ...level, isNear: highest * 3 >= level.value }));
}

type ChartProps = { resourceId: string; spec: ChartSpec; series: SeriesView; alerts: readonly AlertView[] };

/**
 * Means over time with a cursor that all charts share; a table with the same figures is one key press away. Drawn anew when its figures
 * are, and not with everything else that the page hears of.
 */
export const Chart = memo(ChartCard);

function ChartCard({ resourceId, spec, series, alerts }: ChartProps) {
  const { isUtc } = useClock();
  const span = { fromMs: Date.parse(series.fromAt), toMs: Date.parse(series.toAt) };
  const exact = (ms: number) => exactWords(ms, isUtc);
  const levels = levelsOf(spec, series, alerts);
  const near = levels.filter(({ isNear }) => isNear);
  const ticks = valueTicks(
    Math.max(spec.axisEnd ?? highestOf(spec, series), ...near.map(({ value }) => value)),
    spec.unit,
  );
  const axis = tickWords(ticks, spec.unit);
  return (
    <Card className="grid min-w-0 content-start gap-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h3 className="font-medium">{spec.title}</h3>
        <p className="text-muted-foreground text-xs tabular-nums">
          {levels.map(({ label, value }) => `${label} ${spec.format(value)}`).join(" · ")}
        </p>
      </div>
      <Legend spec={spec} unit={axis.unit} />
      <div aria-hidden="true" className="min-h-50">
        <WhenSeen>
          <ZoomArea span={span} times={series.times}>
            <ChartDrawing
              spec={spec}
              series={series}
              levels={near}
              axis={{ ticks, words: axis.words }}
              isUtc={isUtc}
            />
            <ChartCursor spec={spec} series={series} highest={ticks.at(-1) ?? 1} exact={exact} />
          </ZoomArea>
        </WhenSeen>
      </div>
      <div className="flex flex-wrap items-start justify-between gap-2">
        <ChartTable spec={spec} series={series} exact={exact} logsPath={`/databases/${resourceId}/logs`} />
        <Button
          size="sm"
          variant="ghost"
          aria-label={`Download ${spec.title} as CSV`}
          onClick={() =>
            saveFile({ fileName: `${resourceId}-${spec.id}.csv`, content: chartCsv(spec, series) })
          }
        >
          <Download aria-hidden="true" />
          CSV
        </Button>
      </div>
    </Card>
  );
}

function Legend({ spec: { lines }, unit }: { spec: ChartSpec; unit: string }) {
  return (
    <ul className="text-muted-foreground flex flex-wrap gap-x-4 text-xs">
      {lines.map(({ key, label, colour }, place) => (
        <li key={key} className="flex items-center gap-1.5">
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
      {unit && <li>in {unit}</li>}
    </ul>
  );
}
