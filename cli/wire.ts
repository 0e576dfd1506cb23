import { z } from "zod";
import type { ApiOperation } from "@/lib/contract/api/operations";

export type Operation = z.infer<typeof ApiOperation>;

const DatabasePath = "/api/databases/{database}";

/** Sizes in bytes, CPU in percent of a core. */
const ContainerStats = z.object({
  id: z.string(),
  cpu_usage: z.number(),
  memory_usage: z.number(),
  memory_limit: z.number(),
  highest_memory_usage: z.number(),
  swap_usage: z.number(),
  swap_limit: z.number(),
  highest_swap_usage: z.number(),
});
export type ContainerStats = z.infer<typeof ContainerStats>;

/** Points by time, oldest first; null where nothing was measured. */
const MetricPoint = z.object({ time: z.iso.datetime(), value: z.number().nullable() });
export type MetricPoint = z.infer<typeof MetricPoint>;

export const METRIC_TYPES = ["cpu", "memory", "swap", "disk"] as const;
export type MetricType = (typeof METRIC_TYPES)[number];

/** Routes that are known by the vendor's description alone. */
export const WIRE = {
  listStats: {
    method: "GET",
    path: "/v1/apps/{app}/stats",
    answer: z.object({ stats: z.array(ContainerStats) }),
  },
  getMetrics: {
    method: "GET",
    path: `${DatabasePath}/metrics/{type}`,
    answer: z.array(MetricPoint),
  },
  getLogsUrl: { method: "GET", path: `${DatabasePath}/logs`, answer: z.object({ url: z.url() }) },
} as const;
