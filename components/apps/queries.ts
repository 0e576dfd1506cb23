import { queryOptions } from "@tanstack/react-query";
import { fetchContainers } from "@/lib/contract/client";
import { SECOND_MS } from "@/lib/core/units";

/** The app's containers, asked for again and again while one looks. */
export const containersQuery = (app: string) =>
  queryOptions({
    queryKey: ["apps", app, "containers"],
    queryFn: () => fetchContainers(app),
    retry: false,
    refetchInterval: 2 * SECOND_MS,
  });
