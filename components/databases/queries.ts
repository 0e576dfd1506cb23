import { queryOptions } from "@tanstack/react-query";
import { fetchChanges, fetchHealth } from "@/lib/contract/client";
import type { HealthView } from "@/lib/contract/databases";
import { SECOND_MS } from "@/lib/core/units";

export type HealthyView = Extract<HealthView, { state: "healthy" }>;
/** What was last answered, and the last answer of a database that was well, for when it is not. */
export type HealthHistory = { now: HealthView; lastHealthy: HealthyView | null };

/** Asks every five seconds while one looks. */
export const healthQuery = (resourceId: string) => {
  const queryKey = ["databases", resourceId, "health"] as const;
  return queryOptions({
    queryKey,
    queryFn: async ({ client }): Promise<HealthHistory> => {
      const now = await fetchHealth(resourceId);
      const before = client.getQueryData<HealthHistory>(queryKey);
      return { now, lastHealthy: now.state === "healthy" ? now : (before?.lastHealthy ?? null) };
    },
    retry: false,
    refetchInterval: 5 * SECOND_MS,
  });
};

/** Asked for anew wherever it is shown, and when one comes back to the window: what is possible changes with the data and the hosts. */
export const changesQuery = (resourceId: string) =>
  queryOptions({
    queryKey: ["databases", resourceId, "changes"],
    queryFn: () => fetchChanges(resourceId),
    retry: false,
    refetchOnMount: "always",
    refetchOnWindowFocus: "always",
  });
