import type { SeriesView } from "@/lib/contract/stats";
import { hitRatio } from "@/lib/core/stats/hit-ratio";
import { type ChartId, MEASURE_ROWS, type Unit } from "@/lib/core/stats/measures";
import { formatBytes } from "@/lib/core/units";
import { alertLevel, type Level, planLevel } from "./chart-levels";

export type Values = SeriesView["measures"][keyof SeriesView["measures"]];

export type ChartLine = {
  key: string;
  label: string;
  colour: string;
  of: (measures: SeriesView["measures"]) => Values;
};

export type ChartSpec = {
  id: string;
  title: string;
  lines: ChartLine[];
  unit: Unit;
  format: (value: number) => string;
  /** Drawn as dashed lines once they are near. */
  levels: readonly Level[];
  /** Where the axis ends, whatever the values are. */
  axisEnd?: number;
};

/** Told apart also by who does not see colours as others do (Okabe and Ito), and by a dash pattern of its own. */
const COLOURS = ["var(--color-chart-1)", "var(--color-chart-2)", "var(--color-chart-3)"] as const;

const bytes = (value: number): string => formatBytes(Math.round(value));
const percent = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)}%`;
const perSecond = (value: number): string => `${count(value)}/s`;
const bytesPerSecond = (value: number): string => `${bytes(value)}/s`;
const count = (value: number): string =>
  value >= 100 || Number.isInteger(value) ? Math.round(value).toLocaleString("en") : value.toFixed(1);

const FORMATS: Record<Unit, ChartSpec["format"]> = {
  percent,
  bytes,
  bytesPerSecond,
  perSecond,
  count,
  ratio: (value) => value.toFixed(2),
};

const TITLES: Record<ChartId, { title: string; levels?: readonly Level[] }> = {
  cpu: { title: "CPU of the container", levels: [planLevel("plan", ({ cpuPercent }) => cpuPercent)] },
  memory: {
    title: "Memory and swap of the container",
    levels: [planLevel("limit", ({ containerMemoryBytes }) => containerMemoryBytes)],
  },
  data: {
    title: "Memory used by Redis",
    levels: [
      planLevel("plan", ({ maxMemoryBytes }) => maxMemoryBytes),
      alertLevel("memory", ({ maxMemoryBytes }, percent) => (maxMemoryBytes * percent) / 100),
    ],
  },
  disk: { title: "Size on disk" },
  connections: {
    title: "Connections",
    levels: [
      planLevel("plan", ({ clientsMax }) => clientsMax),
      alertLevel("connections", ({ clientsMax }, percent) => (clientsMax * percent) / 100),
    ],
  },
  commands: { title: "Commands" },
  reads: { title: "Hits and misses" },
  gone: {
    title: "Evictions, expirations and refused connections",
    levels: [alertLevel("evictions", (_, perSecond) => perSecond || null)],
  },
  network: { title: "Network" },
  keys: { title: "Keys" },
  fragmentation: { title: "Fragmentation" },
};

const MEASURED: readonly ChartSpec[] = Object.entries(TITLES).map(([id, { title, levels = [] }]) => {
  const rows = MEASURE_ROWS.flatMap(({ key, unit, chart }) =>
    chart?.in === id ? [{ ...chart, key, unit }] : [],
  ).sort((a, b) => a.line - b.line);
  const unit = rows[0]?.unit ?? "count";
  return {
    id,
    title,
    lines: rows.map(({ key, label }, place) => ({
      key,
      label,
      colour: COLOURS[place] ?? COLOURS[0],
      of: (measures) => measures[key],
    })),
    unit,
    format: FORMATS[unit],
    levels,
  };
});

const HIT_RATIO: ChartSpec = {
  id: "hit-ratio",
  title: "Hit ratio",
  lines: [
    {
      key: "hitRatio",
      label: "Reads that found their key",
      colour: COLOURS[0],
      of: ({ hitsPerSecond, missesPerSecond }) => {
        const values = hitRatio(hitsPerSecond.mean, missesPerSecond.mean);
        return { low: values, mean: values, high: values };
      },
    },
  ],
  unit: "percent",
  format: percent,
  levels: [],
  axisEnd: 100,
};

/** Every chart of the page, in order. */
export const CHARTS: readonly ChartSpec[] = MEASURED.flatMap((spec) =>
  spec.id === "reads" ? [spec, HIT_RATIO] : [spec],
);
