import { Skeleton } from "@/components/ui/skeleton";

/** As large as the charts that come. */
export function ChartsSkeleton() {
  return (
    <div role="status" className="grid gap-4 lg:grid-cols-2">
      <span className="sr-only">Loading…</span>
      {["cpu", "memory", "redis", "connections"].map((name) => (
        <Skeleton key={name} className="h-72" />
      ))}
    </div>
  );
}
