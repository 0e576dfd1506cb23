import { queryOptions } from "@tanstack/react-query";
import { fetchOperation, fetchOperations } from "@/lib/contract/client";
import type { OperationView } from "@/lib/contract/operations";
import { isFinished } from "@/lib/core/operations/state";

const POLL_INTERVAL_MS = 500;

/** Polls one operation until it has finished; a poll that fails is simply followed by the next. */
export const operationQuery = (app: string, operationId: string, initialData?: OperationView) =>
  queryOptions({
    queryKey: ["operations", operationId],
    queryFn: () => fetchOperation(app, operationId),
    retry: false,
    initialData,
    refetchInterval: ({ state }) => (state.data && isFinished(state.data.status) ? false : POLL_INTERVAL_MS),
    refetchOnMount: ({ state }) => !(state.data && isFinished(state.data.status)),
    refetchOnWindowFocus: ({ state }) => !(state.data && isFinished(state.data.status)),
  });

/** Slower than one alone: all of them are asked for at once. */
const MANY_INTERVAL_MS = 2_000;

/** Follows many at once, those that have not ended; the others stay as they were. */
export const operationsQuery = (started: readonly OperationView[]) => {
  const queryKey = ["operations", "many", ...started.map(({ id }) => id)] as const;
  return queryOptions({
    queryKey,
    queryFn: async ({ client }): Promise<OperationView[]> => {
      const before = client.getQueryData<OperationView[]>(queryKey) ?? [...started];
      const unfinished = before.filter(({ status }) => !isFinished(status)).map(({ id }) => id);
      const now = new Map((await fetchOperations(unfinished)).map((one) => [one.id, one]));
      return before.map((one) => now.get(one.id) ?? one);
    },
    retry: false,
    initialData: [...started],
    refetchInterval: ({ state }) =>
      state.data?.every(({ status }) => isFinished(status)) ? false : MANY_INTERVAL_MS,
  });
};
