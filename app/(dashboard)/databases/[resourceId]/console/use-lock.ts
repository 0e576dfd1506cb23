"use client";
import { useMutation } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { unlock } from "@/lib/contract/data-client";

export type Lock = {
  /** What lets lines write; undefined while the console is locked. */
  token: string | undefined;
  expiresAt: string | null;
  error: Error | null;
  isPending: boolean;
  open: () => void;
  close: () => void;
};

/** Unlocked by a word of the server's, which ends by itself; closed again as one likes. */
export function useLock(resourceId: string): Lock {
  const [opened, setOpened] = useState<{ unlock: string; expires_at: string } | null>(null);
  const { mutate, error, isPending } = useMutation({
    mutationFn: () => unlock(resourceId),
    onSuccess: setOpened,
  });
  useEffect(() => {
    if (!opened) return;
    const timer = setTimeout(() => setOpened(null), Date.parse(opened.expires_at) - Date.now());
    return () => clearTimeout(timer);
  }, [opened]);
  return {
    token: opened?.unlock,
    expiresAt: opened?.expires_at ?? null,
    error,
    isPending,
    open: () => mutate(),
    close: () => setOpened(null),
  };
}
