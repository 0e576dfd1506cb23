import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import {
  type DataFilter,
  type DataPlace,
  fetchClients,
  fetchCommands,
  fetchKey,
  fetchKeys,
  fetchLatency,
  fetchMemory,
  fetchSlowLog,
} from "@/lib/contract/data-client";
import { SECOND_MS } from "@/lib/core/units";

const key = (resourceId: string, ...more: unknown[]) => ["databases", resourceId, ...more] as const;

/** Before the first page; the cast keeps the type of those that follow. */
const NO_CURSOR = null as string | null;

/** Keys page by page; read anew only when somebody asks for it. */
export const keysQuery = (place: DataPlace, filter: DataFilter) =>
  infiniteQueryOptions({
    queryKey: key(place.resourceId, "keys", place.db, filter),
    queryFn: ({ pageParam }) => fetchKeys(place, filter, pageParam),
    initialPageParam: NO_CURSOR,
    getNextPageParam: ({ cursor }) => cursor,
    retry: false,
    refetchOnWindowFocus: false,
  });

/** One key with what it holds, page by page. */
export const keyQuery = (place: DataPlace, name: string) =>
  infiniteQueryOptions({
    queryKey: key(place.resourceId, "key", place.db, name),
    queryFn: ({ pageParam }) => fetchKey(place, name, pageParam),
    initialPageParam: NO_CURSOR,
    getNextPageParam: ({ cursor }) => cursor,
    retry: false,
    refetchOnWindowFocus: false,
  });

/** Help for every command: the same as long as the version is. */
export const commandsQuery = (resourceId: string) =>
  queryOptions({
    queryKey: key(resourceId, "commands"),
    queryFn: () => fetchCommands(resourceId),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });

const LIVE_MS = 5 * SECOND_MS;

export const slowLogQuery = (resourceId: string) =>
  queryOptions({
    queryKey: key(resourceId, "slow-log"),
    queryFn: () => fetchSlowLog(resourceId),
    retry: false,
    refetchInterval: LIVE_MS,
  });

export const clientsQuery = (resourceId: string) =>
  queryOptions({
    queryKey: key(resourceId, "clients"),
    queryFn: () => fetchClients(resourceId),
    retry: false,
    refetchInterval: LIVE_MS,
  });

export const latencyQuery = (resourceId: string) =>
  queryOptions({
    queryKey: key(resourceId, "latency"),
    queryFn: () => fetchLatency(resourceId),
    retry: false,
    refetchInterval: LIVE_MS,
  });

/** A sample is taken when somebody asks for it. */
export const memoryQuery = (place: DataPlace, isAsked: boolean) =>
  queryOptions({
    queryKey: key(place.resourceId, "memory", place.db),
    queryFn: () => fetchMemory(place),
    retry: false,
    enabled: isAsked,
    refetchOnWindowFocus: false,
  });
