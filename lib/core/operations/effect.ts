import type { OperationKind, OperationStatus, StepStatus } from "./state";

type Done = {
  kind: OperationKind;
  status: OperationStatus;
  finishedAt: Date | null;
  steps: readonly { name: string; status: StepStatus; finishedAt: Date | null }[];
};

/**
 * When all that was asked for was so: the end of an operation that succeeded, but of a change that stops its old Redis last, when the
 * new one served and was proven and the app was restarted. Null before that, and for one that failed before it.
 */
export function tookEffectAt({ kind, status, finishedAt, steps }: Done): Date | null {
  const asked = steps.filter(({ name }) => name !== "stop-predecessor");
  const times = asked.flatMap((step) =>
    step.status === "succeeded" && step.finishedAt ? [step.finishedAt.getTime()] : [],
  );
  // A change with a stop takes that step before its new node serves.
  const isStopLast = kind !== "change-stop-first" && asked.length < steps.length;
  if (isStopLast && times.length === asked.length) return new Date(Math.max(...times));
  return status === "succeeded" ? finishedAt : null;
}
