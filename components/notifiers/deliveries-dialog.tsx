"use client";
import { useQuery } from "@tanstack/react-query";
import { fetchDeliveries } from "@/lib/contract/notifier-client";
import type { NotifierView } from "@/lib/contract/notifiers";
import { Alert } from "../ui/alert";
import { Dialog, DialogBody, DialogContent } from "../ui/dialog";
import { RelativeTime } from "../ui/relative-time";
import { Skeleton } from "../ui/skeleton";
import { DeliveryStatus } from "./delivery-status";

type DeliveriesDialogProps = { app: string; notifier: NotifierView; onClose: () => void };

const POLL_MS = 5_000;

export function DeliveriesDialog({ app, notifier, onClose }: DeliveriesDialogProps) {
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent
        title={`Messages for ${notifier.name}`}
        description="The last 50, and what waits. One that is not taken is tried eight times in about a day."
      >
        <DialogBody>
          <Deliveries app={app} notifierId={notifier.id} />
        </DialogBody>
      </DialogContent>
    </Dialog>
  );
}

function Deliveries({ app, notifierId }: { app: string; notifierId: string }) {
  const { data, error } = useQuery({
    queryKey: ["notifiers", notifierId, "deliveries"],
    queryFn: () => fetchDeliveries(app, notifierId),
    retry: false,
    refetchInterval: POLL_MS,
  });
  if (!data) return error ? <Alert tone="warning" title={error.message} /> : <Skeleton className="h-40" />;
  if (data.length === 0) return <p className="text-muted-foreground">Nothing was sent to it yet.</p>;
  return (
    <ul className="divide-y rounded-md border">
      {data.map((delivery) => (
        <li key={delivery.id} className="grid gap-1 px-4 py-3">
          <div className="flex flex-wrap items-baseline justify-between gap-x-4">
            <p className="min-w-0 break-words">
              <span className="font-medium">{delivery.title}</span>
              {delivery.appName !== null && app === "" && ` · ${delivery.appName}`}
            </p>
            <span className="text-muted-foreground text-xs whitespace-nowrap">
              <RelativeTime value={delivery.createdAt} />
              {delivery.tries > 1 && `, ${delivery.tries} tries`}
            </span>
          </div>
          <p className="text-muted-foreground break-words">{delivery.text}</p>
          <div>
            <DeliveryStatus delivery={delivery} />
            {delivery.nextTryAt && (
              <p className="text-muted-foreground text-xs">
                Tried again <RelativeTime value={delivery.nextTryAt} />.
              </p>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
