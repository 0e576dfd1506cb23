"use client";
import { type HealthyView, healthQuery } from "@/components/databases/queries";
import { statsQuery } from "@/components/databases/stats-queries";
import { Alert } from "@/components/ui/alert";
import { cn } from "@/components/ui/cn";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { useAnswer } from "@/components/ui/use-answer";
import type { DatabaseStatsView } from "@/lib/contract/stats";
import { formatBytes } from "@/lib/core/units";
import { FigureCard } from "./figure-card";
import { Trend } from "./trend";

const GRID = "grid grid-cols-2 gap-3 lg:grid-cols-4";
const NEAR_FULL_RATIO = 0.9;

/** What Redis says of itself and how many are connected, kept up while one looks. What cannot be known now is greyed and dated, or a dash: never a zero. */
export function Figures({ resourceId }: { resourceId: string }) {
  const { data, error } = useAnswer(healthQuery(resourceId));
  const { data: stats } = useAnswer(statsQuery(resourceId));
  if (!data && !error)
    return (
      <div className={GRID}>
        <Skeleton className="h-38" />
        <Skeleton className="h-38" />
        <Skeleton className="h-38" />
        <Skeleton className="h-38" />
      </div>
    );
  const health = data?.lastHealthy ?? null;
  const isCurrent = !error && data?.now.state === "healthy";
  return (
    <div className="grid gap-3">
      {health && isCurrent && <FullnessAlert health={health} />}
      <div className={cn(GRID, !isCurrent && "[&_p]:text-muted-foreground grayscale [&>div]:border-dashed")}>
        <Cards health={health} connections={stats?.isCurrent ? stats.connections : null} />
      </div>
      {!isCurrent && (
        <p className="text-muted-foreground">
          {health ? (
            <>
              As last seen <RelativeTime value={health.checkedAt} />.
            </>
          ) : (
            "There is no answer from the database since this page was opened."
          )}
        </p>
      )}
    </div>
  );
}

function FullnessAlert({ health }: { health: HealthyView }) {
  if (health.usedMemoryBytes < health.maxMemoryBytes * NEAR_FULL_RATIO) return null;
  return (
    <Alert tone="warning" title="The memory is nearly full">
      At its limit, Redis refuses every write until keys are deleted or expire.
    </Alert>
  );
}

type CardsProps = { health: HealthyView | null; connections: DatabaseStatsView["connections"] | null };

function Cards({ health, connections }: CardsProps) {
  if (!health)
    return (
      <>
        <FigureCard name="Memory" />
        <FigureCard name="Keys" />
        <FigureCard name="Connections" />
        <FigureCard name="Last save" />
      </>
    );
  const { usedMemoryBytes, maxMemoryBytes, keys, lastSaveAt, isLastSaveOk } = health;
  return (
    <>
      <FigureCard
        name="Memory"
        value={formatBytes(usedMemoryBytes)}
        detail={`of ${formatBytes(maxMemoryBytes)}`}
        trend={<Trend measure="usedMemoryBytes" />}
        usedRatio={usedMemoryBytes / maxMemoryBytes}
      />
      <FigureCard name="Keys" value={keys.toLocaleString("en")} trend={<Trend measure="keys" />} />
      <Connections connections={connections} />
      <FigureCard
        name="Last save"
        value={lastSaveAt ? <RelativeTime value={lastSaveAt} /> : "None yet"}
        detail={isLastSaveOk ? "complete" : "failed"}
        isBad={!isLastSaveOk}
      />
    </>
  );
}

/** Sessions of clients; Berth's own are not among them. */
function Connections({ connections }: Pick<CardsProps, "connections">) {
  if (connections?.current == null) return <FigureCard name="Connections" />;
  const { current, limit } = connections;
  return (
    <FigureCard
      name="Connections"
      value={current.toLocaleString("en")}
      detail={`of ${limit.toLocaleString("en")}`}
      usedRatio={current / limit}
      trend={<Trend measure="connections" />}
    />
  );
}
