"use client";
import { LazyDialog, type PropsOf } from "../ui/lazy-dialog";

const loadRestoreDialog = () => import("./restore-dialog").then(({ RestoreDialog }) => RestoreDialog);

export function LazyRestoreDialog(props: PropsOf<typeof loadRestoreDialog>) {
  return <LazyDialog title="Restore a backup" load={loadRestoreDialog} props={props} />;
}
