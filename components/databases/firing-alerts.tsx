"use client";
import { useAnswer } from "@/components/ui/use-answer";
import { alertSentence } from "@/lib/core/alerts/words";
import { Alert } from "../ui/alert";
import { RelativeTime } from "../ui/relative-time";
import { alertsQuery } from "./stats-queries";

/** The alerts that fire now; nothing while there are none. */
export function FiringAlerts({ resourceId }: { resourceId: string }) {
  const { data = [] } = useAnswer(alertsQuery(resourceId));
  const firing = data.filter(({ state }) => state === "firing");
  if (firing.length === 0) return null;
  return (
    <div className="grid gap-2">
      {firing.map(({ kind, value, since }) => (
        <Alert key={kind} tone="warning" title={alertSentence({ resourceId, kind, value: value ?? 0 })}>
          {since && (
            <>
              The alert fired <RelativeTime value={since} />.
            </>
          )}
        </Alert>
      ))}
    </div>
  );
}
