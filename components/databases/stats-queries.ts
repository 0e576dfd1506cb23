import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { fetchAdvice, fetchAlerts, fetchSeries, fetchStats } from "@/lib/contract/client";
import { ROUND_MS } from "@/lib/core/stats/resolutions";
import { MINUTE_MS } from "@/lib/core/units";

const key = (resourceId: string, ...more: unknown[]) => ["databases", resourceId, ...more] as const;

// React Query asks nothing while the tab is hidden.

/** Asks as often as there is something new, while one looks. */
export const statsQuery = (resourceId: string) =>
  queryOptions({
    queryKey: key(resourceId, "stats"),
    queryFn: () => fetchStats(resourceId),
    retry: false,
    refetchInterval: ROUND_MS,
  });

/** A range by name is followed as time goes on; one with both ends is read once. */
export const seriesQuery = (resourceId: string, range: Record<string, string>) =>
  queryOptions({
    queryKey: key(resourceId, "stats", range),
    queryFn: () => fetchSeries(resourceId, range),
    retry: false,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) =>
      range.from ? false : Math.min(Math.max(state.data?.stepMs ?? ROUND_MS, ROUND_MS), MINUTE_MS),
  });

export const adviceQuery = (resourceId: string) =>
  queryOptions({
    queryKey: key(resourceId, "advice"),
    queryFn: () => fetchAdvice(resourceId),
    retry: false,
    staleTime: MINUTE_MS,
  });

export const alertsQuery = (resourceId: string) =>
  queryOptions({
    queryKey: key(resourceId, "alerts"),
    queryFn: () => fetchAlerts(resourceId),
    retry: false,
    refetchInterval: ROUND_MS,
  });
