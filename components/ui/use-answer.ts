"use client";
import { type DefaultError, type QueryKey, type UseQueryOptions, useQuery } from "@tanstack/react-query";
import { useInBrowser } from "./use-in-browser";

type Answer<T> = { data: T | undefined; error: Error | null; dataUpdatedAt: number };

const NONE_YET = { data: undefined, error: null, dataUpdatedAt: 0 } as const;

/**
 * `useQuery` for what the server has sent as a part of the page: it begins without an answer, as it was sent. Another part of the page, which
 * listens already, may have one by then, and React would throw away what does not match.
 */
export function useAnswer<F, T, K extends QueryKey>(
  options: UseQueryOptions<F, DefaultError, T, K>,
): Answer<T> {
  const isInBrowser = useInBrowser();
  const { data, error, dataUpdatedAt } = useQuery(options);
  return isInBrowser ? { data, error, dataUpdatedAt } : NONE_YET;
}
