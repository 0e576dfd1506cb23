import { queryOptions } from "@tanstack/react-query";
import { fetchOperation } from "@/lib/contract/client";
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
