"use client";
import { useAnswer } from "@/components/ui/use-answer";
import type { BackupsAnswer } from "@/lib/contract/answers";
import { cn } from "../ui/cn";
import { RelativeTime } from "../ui/relative-time";
import { Skeleton } from "../ui/skeleton";
import { Status } from "../ui/status";
import { backupsQuery } from "./queries";
import { backupHealth } from "./words";

/** What most answers need on a phone: what stands below does not move when they come. */
const LINES = "max-sm:min-h-11 max-sm:w-full";

/** How well the database is backed up, in a line; nothing where that cannot be known. */
export function LastProven({ resourceId }: { resourceId: string }) {
  const { data, error, dataUpdatedAt } = useAnswer(backupsQuery(resourceId));
  if (!data)
    return error ? null : (
      <div className={LINES}>
        <Skeleton className="w-48" />
      </div>
    );
  return (
    <p role="status" className={cn(LINES, "flex flex-wrap content-start items-center gap-x-2 gap-y-1")}>
      <Words answer={data} nowMs={dataUpdatedAt} />
    </p>
  );
}

function Words({ answer: { config, backups }, nowMs }: { answer: BackupsAnswer; nowMs: number }) {
  const health = backupHealth(config, backups, nowMs);
  switch (health.state) {
    case "not-included":
      return <Status tone="neutral">This plan has no backups</Status>;
    case "proven":
      return (
        <Status tone="success">
          Last proven backup <RelativeTime value={health.at} />
        </Status>
      );
    case "missed":
      return (
        <>
          <Status tone="warning">Backups are missing</Status>
          the last proven one is of <RelativeTime value={health.at} />
        </>
      );
    case "failed":
      return (
        <>
          <Status tone="danger">The last backup failed</Status>
          {health.error} <LastGood at={health.at} />
        </>
      );
    case "none":
      return (
        <>
          <Status tone="neutral">No proven backup yet</Status>
          {health.at && (
            <>
              the next one is taken <RelativeTime value={health.at} />
            </>
          )}
        </>
      );
    case "off":
      return (
        <>
          <Status tone="warning">The schedule is off</Status>
          <LastGood at={health.at} />
        </>
      );
  }
}

function LastGood({ at }: { at: string | null }) {
  if (!at) return "There is no proven one.";
  return (
    <span>
      Last proven <RelativeTime value={at} />.
    </span>
  );
}
