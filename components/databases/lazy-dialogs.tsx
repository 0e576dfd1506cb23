"use client";
import { LazyDialog } from "../ui/lazy-dialog";
import type { PropsOf } from "../ui/use-code";

const loadChangePlanDialog = () =>
  import("./change-plan-dialog").then(({ ChangePlanDialog }) => ChangePlanDialog);

export function LazyChangePlanDialog(props: PropsOf<typeof loadChangePlanDialog>) {
  return <LazyDialog title="Change plan" load={loadChangePlanDialog} props={props} />;
}
