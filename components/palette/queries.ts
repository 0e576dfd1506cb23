import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { fetchFound } from "@/lib/contract/client";
import { MINUTE_MS } from "@/lib/core/units";

/** Apps and databases that are called so. */
export const foundQuery = (q: string) =>
  queryOptions({
    queryKey: ["find", q],
    queryFn: () => fetchFound(q),
    retry: false,
    staleTime: MINUTE_MS,
    placeholderData: keepPreviousData,
  });
