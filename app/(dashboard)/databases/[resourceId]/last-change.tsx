import { operationTitle } from "@/components/operations/words";
import { Alert } from "@/components/ui/alert";
import { RelativeTime } from "@/components/ui/relative-time";
import { Status } from "@/components/ui/status";
import { TextLink } from "@/components/ui/text-link";
import type { OperationView } from "@/lib/contract/operations";
import { VOLUME_KEPT_MS } from "@/lib/core/databases/node-volume";

type LastChangeProps = { operation: OperationView; className?: string };

/** How the last change of plan or version ended, for a day; nothing for any other operation. */
export function LastChange({ operation, className }: LastChangeProps) {
  const { id, appName, resourceId, kind, status, change, finishedAt, error } = operation;
  if (!change || !finishedAt || Date.now() - Date.parse(finishedAt) > VOLUME_KEPT_MS) return null;
  const whatHappened = (
    <TextLink href={`/apps/${appName}/operations/${id}`} prefetch={false}>
      What happened
    </TextLink>
  );
  if (status === "failed")
    return (
      <Alert tone="warning" title={operationTitle(operation)} action={whatHappened} className={className}>
        {error?.message} <RelativeTime value={finishedAt} />
      </Alert>
    );
  return (
    <div className={className}>
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Status tone="success" className="whitespace-normal">
          {operationTitle(operation)}
        </Status>
        <RelativeTime value={finishedAt} className="text-muted-foreground" />
        {whatHappened}
        {kind !== "undo-change" && (
          <TextLink href={`/databases/${resourceId}/settings#undo`} prefetch={false}>
            Undo
          </TextLink>
        )}
      </p>
    </div>
  );
}
