"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import type { OperationView } from "@/lib/contract/operations";
import { Card } from "../ui/card";
import { OperationProgress } from "./operation-progress";

/** Where to go when what the page shows is gone; null to read the page anew. */
function nextPath({ kind, status, appName }: OperationView): string | null {
  if (status !== "succeeded") return null;
  if (kind === "delete-app") return "/apps";
  return kind === "remove" ? `/apps/${appName}/addons` : null;
}

/** An unfinished operation at the head of a page, which is read anew when it has taken effect or finished, or left when nothing of it remains. */
export function OperationBanner({ operation, className }: { operation: OperationView; className?: string }) {
  const { refresh, replace } = useRouter();
  const client = useQueryClient();
  const leaveOrRefresh = (operation: OperationView) => {
    void client.invalidateQueries({ queryKey: ["databases", operation.resourceId] });
    const path = nextPath(operation);
    if (path) replace(path);
    else refresh();
  };
  return (
    <Card className={className}>
      <OperationProgress
        app={operation.appName}
        operationId={operation.id}
        initial={operation}
        onProgress={leaveOrRefresh}
      />
    </Card>
  );
}
