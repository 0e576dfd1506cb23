"use client";
import { useQuery } from "@tanstack/react-query";
import { ChartLine } from "lucide-react";
import { useClock } from "@/components/clock/clock-provider";
import { exactWords } from "@/components/clock/times";
import { alertsQuery, seriesQuery, statsQuery } from "@/components/databases/stats-queries";
import { Alert } from "@/components/ui/alert";
import { cn } from "@/components/ui/cn";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { UpdatedAgo, useIsOlder } from "@/components/ui/updated-ago";
import type { AlertView } from "@/lib/contract/alerts";
import type { SeriesView } from "@/lib/contract/stats";
import { OLD_MS } from "@/lib/core/stats/resolutions";
import { Chart } from "./chart";
import { CHARTS } from "./chart-list";
import { ChartsSkeleton } from "./charts-skeleton";

const NO_ALERTS: AlertView[] = [];

type ChartsProps = { resourceId: string; range: Record<string, string> };

/** Every chart over one range, kept up while one looks. */
export function Charts({ resourceId, range }: ChartsProps) {
  const { data, error, isPlaceholderData } = useQuery(seriesQuery(resourceId, range));
  const { data: stats, dataUpdatedAt } = useQuery(statsQuery(resourceId));
  const { data: alerts = NO_ALERTS } = useQuery(alertsQuery(resourceId));
  const isLeft = useIsOlder(dataUpdatedAt, OLD_MS);
  if (!data && error) return <Alert tone="warning" title={error.message} />;
  if (!data) return <ChartsSkeleton />;
  const isOld = error !== null || stats?.isCurrent === false || (stats !== undefined && isLeft);
  return (
    <div className="grid gap-4" aria-busy={isPlaceholderData}>
      {stats && <UpdatedAgo atMs={dataUpdatedAt} isOld={isOld} />}
      {isOld && (
        <p role="status" className="text-muted-foreground">
          {stats?.failure ?? error?.message ?? "Nobody has looked at the database for a while."}{" "}
          {stats?.answeredAt && (
            <>
              Last seen <RelativeTime value={stats.answeredAt} />.
            </>
          )}
        </p>
      )}
      <NoDataYet series={data} />
      {data.firstAt && (
        <div
          className={cn("grid gap-4 lg:grid-cols-2", isOld && "grayscale", isPlaceholderData && "opacity-60")}
        >
          {CHARTS.map((spec) => (
            <Chart key={spec.id} resourceId={resourceId} spec={spec} series={data} alerts={alerts} />
          ))}
        </div>
      )}
    </div>
  );
}

function NoDataYet({ series: { firstAt, fromAt, measures } }: { series: SeriesView }) {
  const { isUtc } = useClock();
  if (firstAt === null)
    return (
      <EmptyState icon={ChartLine} title="No data yet">
        The database is looked at every 10 seconds; its charts begin with the first time.
      </EmptyState>
    );
  const isEmpty = Object.values(measures).every(({ mean }) => mean.every((value) => value === null));
  if (isEmpty)
    return (
      <p role="status" className="text-muted-foreground">
        No data in this range. The first figures are of {exactWords(Date.parse(firstAt), isUtc)}.
      </p>
    );
  return Date.parse(firstAt) > Date.parse(fromAt) ? (
    <p className="text-muted-foreground">
      The first figures are of {exactWords(Date.parse(firstAt), isUtc)}.
    </p>
  ) : null;
}
