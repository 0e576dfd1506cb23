"use client";
import { healthQuery } from "@/components/databases/queries";
import { Alert } from "@/components/ui/alert";
import { RelativeTime } from "@/components/ui/relative-time";
import { useAnswer } from "@/components/ui/use-answer";
import type { DatabaseView, DataGoneView, HealthView } from "@/lib/contract/databases";
import { waysOut } from "@/lib/core/databases/node-volume";

type DataGoneProps = { database: DatabaseView; className?: string };

/** What happened to a database whose data is not on the engine any more, and what can be done; nothing while it is there. */
export function DataGone({ database, className }: DataGoneProps) {
  const { resourceId, status } = database;
  const { data } = useAnswer({ ...healthQuery(resourceId), enabled: status === "running" });
  const gone = data ? lossOf(data.now) : database.dataGone;
  if (!gone) return null;
  return (
    <Alert tone="danger" title={`The data of ${resourceId} is gone from the engine`} className={className}>
      <p className="[overflow-wrap:anywhere]">
        Its volume <span className="font-mono">{gone.volumeName}</span> is not there any more, or is empty:
        noticed <RelativeTime value={gone.since} />. The database is not started without it.
      </p>
      <ul className="mt-1 grid list-disc gap-1 pl-5 [overflow-wrap:anywhere]">
        {waysOut(gone).map((way) => (
          <li key={way}>{way}</li>
        ))}
      </ul>
    </Alert>
  );
}

const lossOf = (health: HealthView): DataGoneView | null => (health.state === "data_gone" ? health : null);
