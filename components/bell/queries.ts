import { queryOptions } from "@tanstack/react-query";
import { fetchBell, fetchBellNews } from "@/lib/contract/bell-client";

const NEWS_MS = 30_000;

/** React Query asks nothing while the tab is hidden. */
export const bellNewsQuery = queryOptions({
  queryKey: ["bell", "news"],
  queryFn: fetchBellNews,
  retry: false,
  staleTime: NEWS_MS / 2,
  refetchInterval: NEWS_MS,
});

export const bellQuery = queryOptions({
  queryKey: ["bell"],
  queryFn: fetchBell,
  retry: false,
  refetchOnMount: "always",
  refetchOnWindowFocus: false,
});
