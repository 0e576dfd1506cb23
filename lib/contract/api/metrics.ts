import { z } from "zod";
import { type ApiMeasure, MEASURE_ROWS } from "../../core/stats/measures";
import type { DatabasePartView } from "../databases";
import type { DatabaseStatsView, SeriesView } from "../stats";
import { route } from "./route";
import { DatabaseParams } from "./shared";

const tag = "Metrics";
const HOURS_MAX = 60 * 24;

/** What the API calls a measure; nobody measures what a disk reads and writes (`diskio`). */
export type MeasureName = ApiMeasure | "diskio";

const NAMES = MEASURE_ROWS.flatMap(({ api }): MeasureName[] =>
  api === undefined ? [] : api === "disk" ? [api, "diskio"] : [api],
);
const MeasureName = z.enum(NAMES);

const Bytes = z.number().nullable().describe("Bytes; null when it is not known.");
const Swap = Bytes.describe(
  "Bytes; null when it is not known: the host does not count it, or only its engine is reached from Berth, which does not tell it.",
);
const ApiUsage = z.object({
  memory_usage: Bytes,
  swap_usage: Swap,
  memory_limit: Bytes,
  swap_limit: Swap,
  max_memory_usage: Bytes,
  max_swap_usage: Swap,
});

const ApiMetrics = z
  .object({
    cpu_usage: z.number().nullable().describe("Percent of one core."),
    memory: z.object({
      memory: Bytes,
      memory_max: Bytes,
      memory_limit: Bytes,
      swap: Swap,
      swap_max: Swap,
      swap_limit: Swap,
    }),
    database_stats: z.object({
      data_size: Bytes,
      sampled_at: z.iso.datetime().nullable(),
      is_current: z.boolean(),
    }),
    real_disk_size: Bytes,
    instances_metrics: z.record(
      z.string(),
      z.object({
        instance_id: z.string(),
        instance_address: z.string(),
        real_disk_size: Bytes,
        cpu: z.object({ usage_in_percents: z.number().nullable() }),
        memory: ApiUsage,
      }),
    ),
  })
  .meta({ id: "Metrics" });

const percent = (value: number | null | undefined): number | null =>
  value === null || value === undefined ? null : Math.round(value);

/** What was last seen of a database. What is seen of a container is that of its active node. */
export function toApiMetrics(
  { container, server, diskBytes, sampledAt, isCurrent }: DatabaseStatsView,
  instances: readonly DatabasePartView[],
): z.infer<typeof ApiMetrics> {
  const [memory, swap] = [container?.memory, container?.swap];
  const usage = {
    memory_usage: memory?.current ?? null,
    swap_usage: swap?.current ?? null,
    memory_limit: memory?.limit ?? null,
    swap_limit: swap?.limit ?? null,
    max_memory_usage: memory?.highest ?? null,
    max_swap_usage: swap?.highest ?? null,
  };
  const active = instances.filter(({ kind, status }) => kind === "node" && status === "active");
  return {
    cpu_usage: percent(container?.cpuPercent),
    memory: {
      memory: usage.memory_usage,
      memory_max: usage.max_memory_usage,
      memory_limit: usage.memory_limit,
      swap: usage.swap_usage,
      swap_max: usage.max_swap_usage,
      swap_limit: usage.swap_limit,
    },
    database_stats: {
      data_size: server?.usedMemoryBytes ?? null,
      sampled_at: sampledAt,
      is_current: isCurrent,
    },
    real_disk_size: diskBytes,
    instances_metrics: Object.fromEntries(
      active.map(({ id, name }) => [
        id,
        {
          instance_id: id,
          instance_address: name,
          real_disk_size: diskBytes,
          cpu: { usage_in_percents: percent(container?.cpuPercent) },
          memory: usage,
        },
      ]),
    ),
  };
}

const ApiPoint = z.object({ time: z.iso.datetime(), value: z.number() }).meta({ id: "Point" });

/** Points of a measure, oldest first; gaps are left out. */
export function toApiPoints({ times, measures }: SeriesView, name: MeasureName): z.infer<typeof ApiPoint>[] {
  const measure = MEASURE_ROWS.find(({ api }) => api === name)?.key;
  if (measure === undefined) return [];
  return times.flatMap((time, index) => {
    const value = measures[measure].mean[index] ?? null;
    return value === null ? [] : [{ time: new Date(time).toISOString(), value }];
  });
}

const SeriesQuery = z.object({
  since: z.coerce.number().int().min(1).max(HOURS_MAX).default(3).describe("Hours back from now."),
  last: z.stringbool().default(false).describe("`true` answers the last point alone."),
});
const SeriesParams = DatabaseParams.extend({ measure: MeasureName });

/** Routes of figures: what was last seen, and series over time. */
export const METRIC_ROUTES = {
  getMetrics: route({
    method: "GET",
    path: "/api/databases/{database}/metrics",
    tag,
    summary: "What a database uses now, as it was last seen",
    needs: "look",
    params: DatabaseParams,
    answer: ApiMetrics,
  }),
  listPoints: route({
    method: "GET",
    path: "/api/databases/{database}/metrics/{measure}",
    tag,
    summary: "A measure of a database over time",
    needs: "look",
    params: SeriesParams,
    query: SeriesQuery,
    answer: z.array(ApiPoint),
  }),
  listInstancePoints: route({
    method: "GET",
    path: "/api/databases/{database}/instances/{instance}/metrics/{measure}",
    tag,
    summary: "A measure of one part of a database over time; nothing is kept of gateways",
    needs: "look",
    params: SeriesParams.extend({ instance: z.string().min(1).max(100) }),
    query: SeriesQuery,
    answer: z.array(ApiPoint),
  }),
  getLogsUrl: route({
    method: "GET",
    path: "/api/databases/{database}/logs",
    tag,
    summary:
      "Where the logs are read for an hour, without any header: as text, with `n` lines and `filter`; with `stream=true` line by line as they are written, as server-sent events or over a WebSocket",
    needs: "read",
    params: DatabaseParams,
    answer: z.object({ url: z.string() }),
  }),
};
