"use client";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useEffect, useEffectEvent } from "react";
import type { OperationView } from "@/lib/contract/operations";
import { isFinished } from "@/lib/core/operations/state";
import { stepLabel } from "@/lib/core/operations/steps";
import { formatDuration } from "@/lib/core/units";
import { Alert } from "../ui/alert";
import { cn } from "../ui/cn";
import { Skeleton } from "../ui/skeleton";
import { Status } from "../ui/status";
import { OperationSteps } from "./operation-steps";
import { operationQuery } from "./queries";
import { operationTitle, stageOf, waitingNote } from "./words";

type OperationProgressProps = {
  app: string;
  operationId: string;
  initial?: OperationView | undefined;
  /** Runs when the operation has taken effect, and when it has finished, while one looks. */
  onProgress?: (operation: OperationView) => void;
  /** Stands below when the operation has taken effect. */
  children?: ReactNode;
  className?: string;
};

/** An operation as it goes: title, time, steps, and why it failed. Leaving the page stops nothing. */
export function OperationProgress(props: OperationProgressProps) {
  const { app, operationId, initial, onProgress, children, className } = props;
  const { data: operation, error, dataUpdatedAt } = useQuery(operationQuery(app, operationId, initial));
  const stage = operation && stageOf(operation);
  const tell = useEffectEvent(() => operation && onProgress?.(operation));
  useEffect(() => {
    if (stage && stage !== "unfinished") tell();
  }, [stage]);

  if (!operation)
    return error ? (
      <Alert tone="danger" title="The progress cannot be shown." className={className}>
        {error.message}
      </Alert>
    ) : (
      <Skeleton className={cn("h-24", className)} />
    );
  return (
    <div className={cn("grid gap-3", className)}>
      <OperationHead operation={operation} nowMs={dataUpdatedAt} />
      {operation.error && <Alert tone="danger" title={operation.error.message} />}
      <OperationSteps steps={operation.steps} nowMs={dataUpdatedAt} />
      {!isFinished(operation.status) && (
        <p className="text-muted-foreground text-xs">
          {error ? "Berth does not answer; the steps are as last seen." : waitingNote(operation)}
        </p>
      )}
      {operation.tookEffectAt && operation.status !== "failed" && children}
    </div>
  );
}

const TONES = {
  unfinished: "progress",
  "in-effect": "success",
  succeeded: "success",
  failed: "danger",
} as const;

function OperationHead({ operation, nowMs }: { operation: OperationView; nowMs: number }) {
  const endedAt = operation.tookEffectAt ?? operation.finishedAt;
  const endMs = endedAt ? Date.parse(endedAt) : nowMs;
  return (
    <div className="flex items-center justify-between gap-4">
      <Status tone={TONES[stageOf(operation)]} className="min-w-0 whitespace-normal">
        {operationTitle(operation)}
      </Status>
      <span role="status" className="sr-only">
        {announcement(operation)}
      </span>
      <span className="text-muted-foreground text-xs tabular-nums" suppressHydrationWarning>
        {formatDuration(Math.max(0, endMs - Date.parse(operation.createdAt)))}
      </span>
    </div>
  );
}

/** What a screen reader says as the operation goes from step to step. */
function announcement(operation: OperationView): string {
  const title = operationTitle(operation);
  const position = operation.steps.findIndex(({ status }) => status === "running");
  const step = operation.steps[position];
  if (isFinished(operation.status) || !step) return title;
  return `${title}. Step ${position + 1} of ${operation.steps.length}: ${stepLabel(step.name)}.`;
}
