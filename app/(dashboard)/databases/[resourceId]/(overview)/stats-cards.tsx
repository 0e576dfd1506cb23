"use client";
import { statsQuery } from "@/components/databases/stats-queries";
import { Alert } from "@/components/ui/alert";
import { cn } from "@/components/ui/cn";
import { RelativeTime } from "@/components/ui/relative-time";
import { Section } from "@/components/ui/section";
import { Skeleton } from "@/components/ui/skeleton";
import { useAnswer } from "@/components/ui/use-answer";
import type { DatabaseStatsView } from "@/lib/contract/stats";
import { fragmentationOf } from "@/lib/core/stats/fragmentation";
import { SWAP_UNKNOWN } from "@/lib/core/stats/unknown";
import { formatBytes } from "@/lib/core/units";
import { FigureCard } from "./figure-card";

const GRID = "grid gap-x-8 sm:grid-cols-2 lg:grid-cols-3";
const OLD = "[&_p]:text-muted-foreground grayscale [&>div]:border-dashed";

/** What the sampler last saw, kept up while one looks; greyed and dated when it is old, and never a zero for what is not known. */
export function StatsCards({ resourceId }: { resourceId: string }) {
  const { data, error } = useAnswer(statsQuery(resourceId));
  if (!data && error) return <Alert tone="warning" title={error.message} />;
  if (!data) return <CardsSkeleton />;
  return (
    <>
      <Section title="Container stats" description={<LastSeen stats={data} hasError={error !== null} />}>
        <ContainerCards stats={data} isOld={!data.isCurrent || error !== null} />
      </Section>
      <Section title="Database stats">
        <DatabaseCards stats={data} isOld={!data.isCurrent || error !== null} />
      </Section>
    </>
  );
}

function CardsSkeleton() {
  return (
    <div className={GRID}>
      {["cpu", "memory", "swap", "disk"].map((name) => (
        <Skeleton key={name} className="h-28" />
      ))}
    </div>
  );
}

function LastSeen({ stats, hasError }: { stats: DatabaseStatsView; hasError: boolean }) {
  if (stats.sampledAt === null)
    return "No data yet: the first figures come within 10 seconds of the database's start.";
  if (stats.isCurrent && !hasError) return null;
  return stats.answeredAt ? (
    <>
      As last seen <RelativeTime value={stats.answeredAt} />.
    </>
  ) : (
    "The database has not answered yet."
  );
}

const bytes = (value: number | null | undefined): string | undefined =>
  value == null ? undefined : formatBytes(Math.round(value));

const perSecond = (value: number): string =>
  value.toLocaleString("en", { maximumFractionDigits: value < 10 ? 1 : 0 });

type CardsProps = { stats: DatabaseStatsView; isOld: boolean };
type Level = NonNullable<DatabaseStatsView["container"]>["memory"];

function LevelCard({ name, level, unknown }: { name: string; level: Level | undefined; unknown: string }) {
  if (level?.current == null) return <FigureCard name={name} detail={level ? unknown : undefined} />;
  const { current, highest, free, limit } = level;
  return (
    <FigureCard
      name={name}
      value={bytes(current)}
      detail={`highest ${bytes(highest) ?? "—"} · free ${bytes(free) ?? "—"}`}
      usedRatio={limit ? current / limit : undefined}
    />
  );
}

function ContainerCards({ stats: { container }, isOld }: CardsProps) {
  return (
    <div className={cn(GRID, isOld && OLD)}>
      <FigureCard
        name="CPU"
        value={container?.cpuPercent == null ? undefined : `${container.cpuPercent.toFixed(1)}%`}
        detail="of one core"
      />
      <LevelCard name="Memory" level={container?.memory} unknown="cannot be read" />
      <LevelCard name="Swap" level={container?.swap} unknown={SWAP_UNKNOWN} />
    </div>
  );
}

function DatabaseCards({ stats, isOld }: CardsProps) {
  const { server, diskBytes } = stats;
  const fragmentation = server && fragmentationOf(server);
  return (
    <div className={cn(GRID, isOld && OLD)}>
      <FigureCard name="Size on disk" value={bytes(diskBytes)} />
      <FigureCard
        name="Commands"
        value={server?.opsPerSecond == null ? undefined : `${perSecond(server.opsPerSecond)}/s`}
      />
      {fragmentation !== null && (
        <FigureCard
          name="Fragmentation"
          value={fragmentation.toFixed(2)}
          detail="memory held to memory used; good: 1.0 to 1.5"
        />
      )}
      <FigureCard
        name="Append-only file"
        value={server ? (server.isAofOn ? "On" : "Off") : undefined}
        detail={server && !server.isAofOk ? "the last write failed" : undefined}
        isBad={server?.isAofOk === false}
      />
      <FigureCard name="Replicas" value={server?.replicas} />
      <FigureCard
        name="Keys by database"
        value={server?.keys.toLocaleString("en")}
        detail={keyspaceText(server?.keyspace)}
      />
      <FigureCard name="Changes since the last save" value={server?.changesSinceSave.toLocaleString("en")} />
    </div>
  );
}

const keyspaceText = (keyspace: { database: number; keys: number }[] | undefined): string | undefined =>
  keyspace && keyspace.length > 0
    ? keyspace.map(({ database, keys }) => `db${database}: ${keys.toLocaleString("en")}`).join(" · ")
    : undefined;
