"use client";
import { AddonStatus } from "@/components/addons/addon-status";
import { type HealthHistory, healthQuery } from "@/components/databases/queries";
import { RelativeTime } from "@/components/ui/relative-time";
import { Status } from "@/components/ui/status";
import { useAnswer } from "@/components/ui/use-answer";
import type { DatabaseView } from "@/lib/contract/databases";

/** On a phone a line of its own, so that a longer answer moves nothing. */
const LINE = "flex flex-wrap items-center gap-x-2 max-sm:w-full";

/** Whether the database answers, from PING and INFO; what the records say while it is not meant to. */
export function HealthStatus({ database }: { database: DatabaseView }) {
  const { resourceId, status } = database;
  const { data, error } = useAnswer({ ...healthQuery(resourceId), enabled: status === "running" });
  if (status !== "running") return <AddonStatus status={status} />;
  if (error)
    return (
      <p role="status" className={LINE}>
        <Status tone="neutral">Unknown</Status>
        {error.message} {data && <LastSeen history={data} />}
      </p>
    );
  if (!data)
    return (
      <p role="status" className={LINE}>
        <Status tone="progress">Checking</Status>
      </p>
    );
  return (
    <p role="status" className={LINE}>
      <HealthWord history={data} />
    </p>
  );
}

function HealthWord({ history }: { history: HealthHistory }) {
  const { now } = history;
  switch (now.state) {
    case "healthy":
      return (
        <>
          <Status tone="success">Healthy</Status> answers PING
        </>
      );
    case "unreachable":
      return (
        <>
          <Status tone="danger">Unreachable</Status>
          {now.hostGone ? "Its host is away: see below." : now.reason} <LastSeen history={history} />
        </>
      );
    case "data_gone":
      return <Status tone="danger">Data gone</Status>;
    case "not_running":
      return <Status tone="neutral">Not running</Status>;
  }
}

function LastSeen({ history: { lastHealthy } }: { history: HealthHistory }) {
  if (!lastHealthy) return null;
  return (
    <span>
      Last seen <RelativeTime value={lastHealthy.checkedAt} />.
    </span>
  );
}
