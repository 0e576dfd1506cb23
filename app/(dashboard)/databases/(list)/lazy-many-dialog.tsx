"use client";
import { LazyDialog } from "@/components/ui/lazy-dialog";
import type { PropsOf } from "@/components/ui/use-code";

const load = () => import("./many-dialog").then(({ ManyDialog }) => ManyDialog);

export function LazyManyDialog(props: PropsOf<typeof load>) {
  return <LazyDialog title="Change many" load={load} props={props} />;
}
