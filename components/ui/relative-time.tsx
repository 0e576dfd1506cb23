"use client";
import { useSyncExternalStore } from "react";
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from "@/lib/core/units";
import { useClock } from "../clock/clock-provider";
import { exactWords } from "../clock/times";

const TICK_MS = 15 * SECOND_MS;
const subscribe = (onTick: () => void) => {
  const timer = setInterval(onTick, TICK_MS);
  return () => clearInterval(timer);
};
const currentTick = () => Math.floor(Date.now() / TICK_MS);

const UNITS = [
  { ms: 365 * DAY_MS, name: "year" },
  { ms: 30 * DAY_MS, name: "month" },
  { ms: DAY_MS, name: "day" },
  { ms: HOUR_MS, name: "hour" },
  { ms: MINUTE_MS, name: "minute" },
] as const;

const FORMAT = new Intl.RelativeTimeFormat("en", { numeric: "always", style: "short" });

/** "5 min ago", "in 2 days"; within a minute "just now". */
function formatRelative(differenceMs: number): string {
  const unit = UNITS.find(({ ms }) => Math.abs(differenceMs) >= ms);
  // What is to come is rounded up: a link of seven days does not end in six.
  const round = differenceMs > 0 ? Math.ceil : Math.trunc;
  return unit ? FORMAT.format(round(differenceMs / unit.ms), unit.name).replace(".", "") : "just now";
}

/** A time relative to now, which keeps up by itself; the exact one shows on hover. */
export function RelativeTime({ value, className }: { value: string; className?: string }) {
  useSyncExternalStore(subscribe, currentTick, currentTick);
  const { isUtc } = useClock();
  return (
    <time
      dateTime={value}
      title={exactWords(Date.parse(value), isUtc)}
      className={className}
      suppressHydrationWarning // The server's "now" is a moment earlier.
    >
      {formatRelative(new Date(value).getTime() - Date.now())}
    </time>
  );
}
