import { cn } from "./cn";

const NEAR_FULL_PERCENT = 90;

/** Draws how much of a limit is used, from 0 to 1; the figures stand beside it in words. */
export function Meter({ usedRatio, className }: { usedRatio: number; className?: string }) {
  const percent = Math.min(100, Math.round(usedRatio * 100));
  return (
    <div aria-hidden="true" className={cn("bg-muted h-1.5 overflow-hidden rounded-full", className)}>
      <div
        className={cn("h-full rounded-full", percent >= NEAR_FULL_PERCENT ? "bg-warning" : "bg-primary")}
        style={{ width: `${percent}%` }}
      />
    </div>
  );
}
