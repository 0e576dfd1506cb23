import type { SeriesView } from "@/lib/contract/stats";
import { type ChartId, MEASURE_ROWS, type Measure, type Unit } from "@/lib/core/stats/measures";
import { formatBytes } from "@/lib/core/units";

type Limits = SeriesView["limits"];

export type ChartSpec = {
  id: string;
  title: string;
  lines: { measure: Measure; label: string; colour: string }[];
  unit: Unit;
  format: (value: number) => string;
  /** Drawn as a dashed line. */
  limit?: (limits: Limits) => { value: number; label: string } | null;
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

const TITLES: Record<ChartId, Pick<ChartSpec, "title" | "limit">> = {
  cpu: { title: "CPU of the container", limit: ({ cpuPercent }) => ({ value: cpuPercent, label: "plan" }) },
  memory: {
    title: "Memory and swap of the container",
    limit: ({ containerMemoryBytes }) => ({ value: containerMemoryBytes, label: "limit" }),
  },
  data: {
    title: "Memory used by Redis",
    limit: ({ maxMemoryBytes }) => ({ value: maxMemoryBytes, label: "plan" }),
  },
  disk: { title: "Size on disk" },
  connections: { title: "Connections", limit: ({ clientsMax }) => ({ value: clientsMax, label: "plan" }) },
  commands: { title: "Commands" },
  reads: { title: "Hits and misses" },
  gone: { title: "Evictions, expirations and refused connections" },
  network: { title: "Network" },
  keys: { title: "Keys" },
  fragmentation: { title: "Fragmentation" },
};

/** Every chart of the page, in order. */
export const CHARTS: readonly ChartSpec[] = Object.entries(TITLES).map(([id, { title, limit }]) => {
  const lines = MEASURE_ROWS.flatMap(({ key, unit, chart }) =>
    chart?.in === id ? [{ ...chart, measure: key, unit }] : [],
  ).sort((a, b) => a.line - b.line);
  return {
    id,
    title,
    lines: lines.map(({ measure, label }, place) => ({
      measure,
      label,
      colour: COLOURS[place] ?? COLOURS[0],
    })),
    unit: lines[0]?.unit ?? "count",
    format: FORMATS[lines[0]?.unit ?? "count"],
    ...(limit && { limit }),
  };
});
