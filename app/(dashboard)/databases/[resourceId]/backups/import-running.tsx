"use client";
import { useQuery } from "@tanstack/react-query";
import { operationQuery } from "@/components/operations/queries";
import type { OperationView } from "@/lib/contract/operations";
import { canBeCancelled, canBeSwitched } from "@/lib/core/operations/cancel";
import { CancelImport } from "./cancel-import";
import { SwitchImport } from "./switch-import";

/** What can be done with an import as it goes: the switch while it stays in step, and its end until it takes over. */
export function ImportRunning({ resourceId, operation }: { resourceId: string; operation: OperationView }) {
  const { data = operation } = useQuery(operationQuery(operation.appName, operation.id, operation));
  return (
    <div className="flex flex-wrap items-start gap-2">
      {canBeSwitched(data) && <SwitchImport resourceId={resourceId} />}
      {canBeCancelled(data) && <CancelImport resourceId={resourceId} />}
    </div>
  );
}
