import type { z } from "zod";
import type { APP_ROUTES } from "@/lib/contract/api/apps";
import { formatBytes } from "@/lib/core/units";

type ContainerStats = z.infer<typeof APP_ROUTES.listStats.answer>["stats"][number];

export const STATS_COLUMNS = ["NAME", "CPU", "MEMORY", "SWAP"].map((header) => ({ header }));

type Share = { used: number; limit: number; highest: number };

const shareOf = ({ used, limit }: Share): string => {
  const percent = limit > 0 ? `${Math.round((100 * used) / limit)}% ` : "";
  return `${percent}${formatBytes(used)}/${formatBytes(limit)}`;
};

/** Two lines of the table: what is used now, and the most since the start. */
export function statsRows(name: string, stats: ContainerStats): string[][] {
  const memory = {
    used: stats.memory_usage,
    limit: stats.memory_limit,
    highest: stats.highest_memory_usage,
  };
  const swap = { used: stats.swap_usage, limit: stats.swap_limit, highest: stats.highest_swap_usage };
  return [
    [name, `${Math.round(stats.cpu_usage)}%`, shareOf(memory), shareOf(swap)],
    ["", "", `Highest: ${formatBytes(memory.highest)}`, `Highest: ${formatBytes(swap.highest)}`],
  ];
}
