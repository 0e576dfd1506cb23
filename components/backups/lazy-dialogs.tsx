"use client";
import { LazyDialog } from "../ui/lazy-dialog";
import type { PropsOf } from "../ui/use-code";

const loadRestoreDialog = () => import("./restore-dialog").then(({ RestoreDialog }) => RestoreDialog);

export function LazyRestoreDialog(props: PropsOf<typeof loadRestoreDialog>) {
  return <LazyDialog title="Restore a backup" load={loadRestoreDialog} props={props} />;
}

const loadDownloadDialog = () => import("./download-dialog").then(({ DownloadDialog }) => DownloadDialog);

export function LazyDownloadDialog(props: PropsOf<typeof loadDownloadDialog>) {
  return <LazyDialog title="Download" load={loadDownloadDialog} props={props} />;
}
