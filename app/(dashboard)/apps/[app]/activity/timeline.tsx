import { RelativeTime } from "@/components/ui/relative-time";
import { Status } from "@/components/ui/status";
import { TextLink } from "@/components/ui/text-link";
import type { EventView } from "@/lib/contract/events";
import { eventSentence } from "@/lib/core/events/words";
import { formatDuration } from "@/lib/core/units";
import type { OperationEnd } from "@/lib/services/operations/list-ends";
import { EVENT_ICONS } from "./event-icons";

type Ends = ReadonlyMap<string, OperationEnd>;

export function Timeline({ app, events, ends }: { app: string; events: EventView[]; ends: Ends }) {
  return (
    <ol className="bg-card grid divide-y rounded-md border">
      {events.map((event) => (
        <TimelineItem key={event.id} app={app} event={event} end={ends.get(event.operationId ?? "")} />
      ))}
    </ol>
  );
}

type TimelineItemProps = { app: string; event: EventView; end: OperationEnd | undefined };

function TimelineItem({ app, event, end }: TimelineItemProps) {
  const Icon = EVENT_ICONS[event.type];
  return (
    <li className="flex items-start gap-3 px-4 py-2.5">
      <Icon aria-hidden="true" className="text-muted-foreground mt-0.5 size-4 shrink-0" />
      <div className="min-w-0 flex-1 break-words">
        <p>
          {event.actorEmail ? <span className="font-medium">{event.actorEmail}</span> : "Berth"}{" "}
          {eventSentence(event)}
          {event.operationId && (
            <>
              {" "}
              <TextLink
                href={`/apps/${app}/operations/${event.operationId}`}
                prefetch={false}
                className="whitespace-nowrap"
              >
                See the steps
              </TextLink>
            </>
          )}
        </p>
        {/* A line of a failure says so itself. */}
        {end && !event.type.endsWith("_failed") && <End end={end} />}
      </div>
      <RelativeTime
        value={event.createdAt}
        className="text-muted-foreground shrink-0 text-xs leading-5 whitespace-nowrap"
      />
    </li>
  );
}

/** How what was begun has ended, or that it has not. */
function End({ end: { status, tookMs, error } }: { end: OperationEnd }) {
  switch (status) {
    case "queued":
    case "running":
      return <Status tone="progress">Under way</Status>;
    case "succeeded":
      return <Status tone="success">Done{tookMs !== null && ` in ${formatDuration(tookMs)}`}</Status>;
    case "failed":
      return (
        <Status tone="danger" className="whitespace-normal">
          Failed{error && `: ${error}`}
        </Status>
      );
  }
}
