import { RelativeTime } from "@/components/ui/relative-time";
import { TextLink } from "@/components/ui/text-link";
import type { EventView } from "@/lib/contract/apps";
import { eventSentence } from "@/lib/core/events/words";
import { EVENT_ICONS } from "./event-icons";

export function Timeline({ app, events }: { app: string; events: EventView[] }) {
  return (
    <ol className="bg-card grid divide-y rounded-md border">
      {events.map((event) => (
        <TimelineItem key={event.id} app={app} event={event} />
      ))}
    </ol>
  );
}

function TimelineItem({ app, event }: { app: string; event: EventView }) {
  const Icon = EVENT_ICONS[event.type];
  return (
    <li className="flex items-start gap-3 px-4 py-2.5">
      <Icon aria-hidden="true" className="text-muted-foreground mt-0.5 size-4 shrink-0" />
      <p className="min-w-0 flex-1 break-words">
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
      <RelativeTime
        value={event.createdAt}
        className="text-muted-foreground shrink-0 text-xs leading-5 whitespace-nowrap"
      />
    </li>
  );
}
