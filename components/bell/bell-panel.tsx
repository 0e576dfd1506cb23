"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { BellView } from "@/lib/contract/bell";
import { sendBellLook } from "@/lib/contract/bell-client";
import { alertSentence } from "@/lib/core/alerts/words";
import { Alert } from "../ui/alert";
import { Dialog, DialogBody, DialogContent } from "../ui/dialog";
import { RelativeTime } from "../ui/relative-time";
import { Skeleton } from "../ui/skeleton";
import { Status } from "../ui/status";
import { TextLink } from "../ui/text-link";
import { bellNewsQuery, bellQuery } from "./queries";

export function BellPanel({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const { data, error } = useQuery(bellQuery);
  const close = () => {
    onClose();
    if (!data) return;
    client.setQueryData(bellNewsQuery.queryKey, { firing: data.alerts.length, failed: 0, ended: 0 });
    // Lost on the way, it is new once more.
    void sendBellLook(data.at).catch(() => {});
  };
  return (
    <Dialog open onOpenChange={close}>
      <DialogContent
        place="right"
        title="Notifications"
        description="Alerts that fire, and operations that ended within a week."
      >
        <DialogBody className="content-start">
          {!data && error && <Alert tone="warning" title={error.message} />}
          {!data && !error && <Skeleton className="h-40" />}
          {data && <BellLists bell={data} onLeave={close} />}
        </DialogBody>
      </DialogContent>
    </Dialog>
  );
}

function BellLists({ bell: { alerts, ended }, onLeave }: { bell: BellView; onLeave: () => void }) {
  return (
    <>
      <List title="Firing now" empty="No alert fires.">
        {alerts.map(({ resourceId, kind, value, since }) => (
          <li key={`${resourceId} ${kind}`} className="grid gap-1 px-4 py-3">
            <Status tone="warning">
              Fires since <RelativeTime value={since} />
            </Status>
            <p className="break-words">{alertSentence({ resourceId, kind, value })}</p>
            <TextLink href={`/databases/${resourceId}/metrics`} onClick={onLeave}>
              Metrics of {resourceId}
            </TextLink>
          </li>
        ))}
      </List>
      <List title="Ended" empty="No operation has ended within a week.">
        {ended.map((operation) => (
          <Ended key={operation.id} operation={operation} onLeave={onLeave} />
        ))}
      </List>
    </>
  );
}

type EndedProps = { operation: BellView["ended"][number]; onLeave: () => void };

function Ended({ operation, onLeave }: EndedProps) {
  const { id, label, appName, resourceId, isFailed, message, finishedAt, isNew } = operation;
  return (
    <li className="grid gap-1 px-4 py-3">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <Status tone={isFailed ? "danger" : "success"}>{isFailed ? "Failed" : "Done"}</Status>
        <span className="text-muted-foreground text-xs whitespace-nowrap">
          {isNew && "New, "}
          <RelativeTime value={finishedAt} />
        </span>
      </div>
      <TextLink href={`/apps/${appName}/operations/${id}`} onClick={onLeave} className="break-words">
        {label}: {resourceId ?? appName}
      </TextLink>
      {message && <p className="text-muted-foreground break-words">{message}</p>}
    </li>
  );
}

function List({ title, empty, children }: { title: string; empty: string; children: ReactNode[] }) {
  return (
    <section className="grid gap-2">
      <h3 className="font-medium">{title}</h3>
      {children.length === 0 ? (
        <p className="text-muted-foreground">{empty}</p>
      ) : (
        <ul className="divide-y rounded-md border">{children}</ul>
      )}
    </section>
  );
}
