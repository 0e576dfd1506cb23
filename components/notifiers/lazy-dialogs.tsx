"use client";
import { LazyDialog } from "../ui/lazy-dialog";
import type { PropsOf } from "../ui/use-code";

const loadNotifierDialog = () => import("./notifier-dialog").then(({ NotifierDialog }) => NotifierDialog);

export function LazyNotifierDialog(props: PropsOf<typeof loadNotifierDialog>) {
  return <LazyDialog title="Notifier" load={loadNotifierDialog} props={props} />;
}

const loadDeliveriesDialog = () =>
  import("./deliveries-dialog").then(({ DeliveriesDialog }) => DeliveriesDialog);

export function LazyDeliveriesDialog(props: PropsOf<typeof loadDeliveriesDialog>) {
  return <LazyDialog title="Messages" load={loadDeliveriesDialog} props={props} />;
}
