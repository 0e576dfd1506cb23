import { cn } from "./cn";

const NEAR_FULL_PERCENT = 90;

type MeterProps = {
  usedRatio: number;
  /** A `limit` that is nearly used up is coloured as a warning; `progress` that is nearly done is not. */
  kind?: "limit" | "progress";
  className?: string;
};

/** Draws how much of a limit is used, or of a work done, from 0 to 1; the figures stand beside it in words. */
export function Meter({ usedRatio, kind = "limit", className }: MeterProps) {
  const percent = Math.min(100, Math.round(usedRatio * 100));
  const isNearFull = kind === "limit" && percent >= NEAR_FULL_PERCENT;
  return (
    // A style in the page's own text would need the policy to allow any.
    <svg aria-hidden="true" className={cn("bg-muted h-1.5 w-full overflow-hidden rounded-full", className)}>
      <rect
        className={cn(isNearFull ? "fill-warning" : "fill-primary")}
        width={`${percent}%`}
        height="100%"
        rx="3"
      />
    </svg>
  );
}
