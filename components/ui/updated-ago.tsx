"use client";
import { useSyncExternalStore } from "react";
import { formatDuration, SECOND_MS } from "@/lib/core/units";
import { cn } from "./cn";

const subscribe = (onTick: () => void) => {
  const timer = setInterval(onTick, SECOND_MS);
  return () => clearInterval(timer);
};

/** Whether that moment has been over for longer; it becomes true by itself. */
export function useIsOlder(atMs: number, thanMs: number): boolean {
  const isOlder = () => Date.now() - atMs > thanMs;
  return useSyncExternalStore(subscribe, isOlder, () => false);
}

const secondsSince = (atMs: number): number => Math.max(0, Math.floor((Date.now() - atMs) / SECOND_MS));

type UpdatedAgoProps = { atMs: number; isOld: boolean; className?: string };

/** When figures were last known to be true, by the second. */
export function UpdatedAgo({ atMs, isOld, className }: UpdatedAgoProps) {
  const seconds = useSyncExternalStore(
    subscribe,
    () => secondsSince(atMs),
    () => 0,
  );
  return (
    <p
      className={cn(
        "flex items-center gap-2 text-xs whitespace-nowrap tabular-nums",
        isOld && "text-muted-foreground",
        className,
      )}
    >
      <span
        aria-hidden="true"
        className={cn("size-2 rounded-full", isOld ? "bg-muted-foreground" : "bg-success")}
      />
      Updated {seconds < 60 ? `${seconds} s` : formatDuration(seconds * SECOND_MS)} ago
    </p>
  );
}
