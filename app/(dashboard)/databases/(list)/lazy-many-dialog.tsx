"use client";
import { LazyDialog, type PropsOf } from "@/components/ui/lazy-dialog";

const load = () => import("./many-dialog").then(({ ManyDialog }) => ManyDialog);

export function LazyManyDialog(props: PropsOf<typeof load>) {
  return <LazyDialog title="Change many" load={load} props={props} />;
}
