"use client";
import { LazyDialog } from "@/components/ui/lazy-dialog";
import type { PropsOf } from "@/components/ui/use-code";

const loadAddAddonDialog = () => import("./add-addon-dialog").then(({ AddAddonDialog }) => AddAddonDialog);

export function LazyAddAddonDialog(props: PropsOf<typeof loadAddAddonDialog>) {
  return <LazyDialog title="Add an addon" load={loadAddAddonDialog} props={props} />;
}

const loadRemoveAddonDialog = () =>
  import("./remove-addon-dialog").then(({ RemoveAddonDialog }) => RemoveAddonDialog);

export function LazyRemoveAddonDialog(props: PropsOf<typeof loadRemoveAddonDialog>) {
  return <LazyDialog title="Remove an addon" load={loadRemoveAddonDialog} props={props} />;
}
