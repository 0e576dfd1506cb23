import { cn } from "./cn";

export function Skeleton({ className }: { className?: string }) {
  return (
    <div aria-hidden="true" className={cn("bg-muted h-4 rounded-sm motion-safe:animate-pulse", className)} />
  );
}

/** Stands for a section while it loads: its title and as many rows as it usually has. */
export function PageSkeleton({ rows = 4, className }: { rows?: number; className?: string }) {
  return (
    <div role="status" className={cn("grid gap-4", className)}>
      <span className="sr-only">Loading…</span>
      <Skeleton className="h-8 w-40" />
      <div className="grid gap-px overflow-hidden rounded-md border">
        {Array.from({ length: rows }, (_, row) => `row-${row}`).map((row) => (
          <div key={row} className="bg-card flex h-11 items-center gap-8 px-4">
            <Skeleton className="w-48" />
            <Skeleton className="hidden w-24 sm:block" />
            <Skeleton className="ml-auto w-16" />
          </div>
        ))}
      </div>
    </div>
  );
}
