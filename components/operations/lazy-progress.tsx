"use client";
import { LazyPart } from "../ui/lazy-part";
import type { PropsOf } from "../ui/use-code";

const load = () => import("./operation-progress").then(({ OperationProgress }) => OperationProgress);

/** For pages on which mostly nothing goes on. */
export function LazyProgress(props: PropsOf<typeof load>) {
  return <LazyPart title="Progress" load={load} props={props} />;
}
