import type { SeriesView } from "@/lib/contract/stats";
import type { Measure } from "@/lib/core/stats/measures";
import { formatBytes } from "@/lib/core/units";

type Limits = SeriesView["limits"];

export type ChartSpec = {
  id: string;
  title: string;
  lines: { measure: Measure; label: string; colour: string }[];
  format: (value: number) => string;
  /** Drawn as a dashed line. */
  limit?: (limits: Limits) => { value: number; label: string } | null;
};

/** Told apart also by who does not see colours as others do (Okabe and Ito), and by a dash pattern of its own. */
const COLOURS = {
  teal: "var(--color-chart-1)",
  orange: "var(--color-chart-2)",
  pink: "var(--color-chart-3)",
} as const;

const bytes = (value: number): string => formatBytes(Math.round(value));
const percent = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)}%`;
const perSecond = (value: number): string => `${count(value)}/s`;
const bytesPerSecond = (value: number): string => `${bytes(value)}/s`;
const count = (value: number): string =>
  value >= 100 || Number.isInteger(value) ? Math.round(value).toLocaleString("en") : value.toFixed(1);

/** Every chart of the page, in order. */
export const CHARTS: readonly ChartSpec[] = [
  {
    id: "cpu",
    title: "CPU of the container",
    lines: [{ measure: "cpuPercent", label: "CPU", colour: COLOURS.teal }],
    format: percent,
    limit: ({ cpuPercent }) => ({ value: cpuPercent, label: "plan" }),
  },
  {
    id: "memory",
    title: "Memory and swap of the container",
    lines: [
      { measure: "memoryBytes", label: "Memory", colour: COLOURS.teal },
      { measure: "swapBytes", label: "Swap", colour: COLOURS.orange },
    ],
    format: bytes,
    limit: ({ containerMemoryBytes }) => ({ value: containerMemoryBytes, label: "limit" }),
  },
  {
    id: "data",
    title: "Memory used by Redis",
    lines: [{ measure: "usedMemoryBytes", label: "Used", colour: COLOURS.teal }],
    format: bytes,
    limit: ({ maxMemoryBytes }) => ({ value: maxMemoryBytes, label: "plan" }),
  },
  {
    id: "disk",
    title: "Size on disk",
    lines: [{ measure: "diskBytes", label: "Disk", colour: COLOURS.teal }],
    format: bytes,
  },
  {
    id: "connections",
    title: "Connections",
    lines: [
      { measure: "connections", label: "At the gateway", colour: COLOURS.teal },
      { measure: "clients", label: "At Redis", colour: COLOURS.orange },
    ],
    format: count,
    limit: ({ clientsMax }) => ({ value: clientsMax, label: "plan" }),
  },
  {
    id: "commands",
    title: "Commands",
    lines: [{ measure: "opsPerSecond", label: "Commands", colour: COLOURS.teal }],
    format: perSecond,
  },
  {
    id: "reads",
    title: "Reads that found a key, and that did not",
    lines: [
      { measure: "hitsPerSecond", label: "Hits", colour: COLOURS.teal },
      { measure: "missesPerSecond", label: "Misses", colour: COLOURS.orange },
    ],
    format: perSecond,
  },
  {
    id: "gone",
    title: "Keys that went, connections refused",
    lines: [
      { measure: "expiredPerSecond", label: "Expired", colour: COLOURS.teal },
      { measure: "evictionsPerSecond", label: "Evicted", colour: COLOURS.orange },
      { measure: "rejectedPerSecond", label: "Refused", colour: COLOURS.pink },
    ],
    format: perSecond,
  },
  {
    id: "network",
    title: "Network",
    lines: [
      { measure: "inputBytesPerSecond", label: "In", colour: COLOURS.teal },
      { measure: "outputBytesPerSecond", label: "Out", colour: COLOURS.orange },
    ],
    format: bytesPerSecond,
  },
  {
    id: "keys",
    title: "Keys",
    lines: [{ measure: "keys", label: "Keys", colour: COLOURS.teal }],
    format: count,
  },
  {
    id: "fragmentation",
    title: "Fragmentation",
    lines: [{ measure: "fragmentationRatio", label: "Held to used", colour: COLOURS.teal }],
    format: (value) => value.toFixed(2),
  },
];
