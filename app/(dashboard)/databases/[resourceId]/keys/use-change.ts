"use client";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ApiKeyChange } from "@/lib/contract/api/key-changes";
import { type DataPlace, sendChange } from "@/lib/contract/data-client";

/** Changes a key and reads it anew, with the list that it stands in; also after a refusal, which says that it is not as it was seen. */
export function useChange(place: DataPlace, name: string, onDone?: () => void) {
  const client = useQueryClient();
  const { mutate, error, isPending, reset } = useMutation({
    mutationFn: ({ key, change }: { key: string; change: ApiKeyChange }) => sendChange(place, key, change),
    onSuccess: onDone,
    onSettled: () => client.invalidateQueries({ queryKey: ["databases", place.resourceId] }),
  });
  return {
    change: (change: ApiKeyChange, key = name) => mutate({ key, change }),
    error,
    isPending,
    reset,
  };
}
