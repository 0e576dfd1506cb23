"use client";
import { LazyDialog, type PropsOf } from "../ui/lazy-dialog";

const loadChangePlanDialog = () =>
  import("./change-plan-dialog").then(({ ChangePlanDialog }) => ChangePlanDialog);

export function LazyChangePlanDialog(props: PropsOf<typeof loadChangePlanDialog>) {
  return <LazyDialog title="Change plan" load={loadChangePlanDialog} props={props} />;
}
