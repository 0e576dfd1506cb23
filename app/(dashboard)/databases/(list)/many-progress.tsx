"use client";
import { useQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent } from "react";
import { operationsQuery } from "@/components/operations/queries";
import { operationTitle, stageOf } from "@/components/operations/words";
import { Button } from "@/components/ui/button";
import { DialogBody, DialogFooter } from "@/components/ui/dialog";
import { Status } from "@/components/ui/status";
import { TextLink } from "@/components/ui/text-link";
import type { StartedChange } from "@/lib/contract/many-changes";
import type { OperationView } from "@/lib/contract/operations";
import { stepLabel } from "@/lib/core/operations/steps";

type ManyProgressProps = { started: readonly StartedChange[]; onClose: () => void };

/** What became of each, as it goes. Leaving the page stops nothing. */
export function ManyProgress({ started, onClose }: ManyProgressProps) {
  const begun = started.flatMap((one) => ("operation" in one ? [one.operation] : []));
  const { data, error } = useQuery(operationsQuery(begun));
  const now = new Map(data.map((one) => [one.id, one]));
  const { refresh } = useRouter();
  const counts = countOf(data, started.length - begun.length);
  const showAnew = useEffectEvent(() => refresh());
  useEffect(() => {
    if (counts.running === 0) showAnew();
  }, [counts.running]);
  return (
    <>
      <DialogBody>
        <p role="status" className="font-medium">
          {summaryOf(counts)}
        </p>
        <ul className="grid gap-3">
          {started.map((one) => (
            <li key={one.resourceId} className="grid gap-1 border-b pb-3 last:border-b-0 last:pb-0">
              {"operation" in one ? (
                <Change operation={now.get(one.operation.id) ?? one.operation} />
              ) : (
                <>
                  <Status tone="warning">{one.resourceId} was left as it is</Status>
                  <p>{one.refusal}</p>
                </>
              )}
            </li>
          ))}
        </ul>
        {counts.running > 0 && (
          <p className="text-muted-foreground text-xs">
            {error ? "Berth does not answer; this is as last seen." : "It is safe to leave this page."}
          </p>
        )}
      </DialogBody>
      <DialogFooter>
        <Button onClick={onClose}>Close</Button>
      </DialogFooter>
    </>
  );
}

const TONES = {
  unfinished: "progress",
  "in-effect": "success",
  succeeded: "success",
  failed: "danger",
} as const;

function Change({ operation }: { operation: OperationView }) {
  const { id, appName, status, steps, error } = operation;
  const running = steps.find((step) => step.status === "running");
  return (
    <>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <Status tone={TONES[stageOf(operation)]} className="whitespace-normal">
          {operationTitle(operation)}
        </Status>
        <TextLink href={`/apps/${appName}/operations/${id}`} prefetch={false} className="text-xs">
          What happens
        </TextLink>
      </div>
      {error && <p>{error.message}</p>}
      {running && <p className="text-muted-foreground text-xs">{stepLabel(running.name)}</p>}
      {status === "queued" && <p className="text-muted-foreground text-xs">Waits for its turn.</p>}
    </>
  );
}

type Counts = { running: number; done: number; failed: number; refused: number };

function countOf(operations: readonly OperationView[], refused: number): Counts {
  const stages = operations.map(stageOf);
  const failed = stages.filter((stage) => stage === "failed").length;
  const running = stages.filter((stage) => stage === "unfinished").length;
  return { running, failed, done: stages.length - failed - running, refused };
}

const summaryOf = ({ running, done, failed, refused }: Counts): string =>
  [
    [running, "under way"],
    [done, "done"],
    [failed, "failed"],
    [refused, "left as they are"],
  ]
    .flatMap(([count, word]) => (count === 0 ? [] : [`${count} ${word}`]))
    .join(", ");
