"use client";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { ChangesView } from "@/lib/contract/changes";
import type { FormAction } from "@/lib/contract/errors";
import type { OperationView } from "@/lib/contract/operations";
import { engineName } from "@/lib/core/engines/names";
import { useFormAction } from "../forms/use-form-action";
import { OperationProgress } from "../operations/operation-progress";
import { Alert } from "../ui/alert";
import { Button } from "../ui/button";
import { Dialog, DialogBody, DialogContent, DialogFooter, ProgressBody } from "../ui/dialog";
import { Skeleton } from "../ui/skeleton";
import { TextLink } from "../ui/text-link";
import { changesQuery } from "./queries";

export type ChangeForm = ReturnType<typeof useFormAction<OperationView>>;

type ChangeDialogProps = {
  app: string;
  resourceId: string;
  title: string;
  action: FormAction<OperationView>;
  onClose: () => void;
  /** The form, once it is known what is possible. */
  children: (changes: ChangesView, form: ChangeForm) => ReactNode;
  className?: string;
};

/** Asks what is possible now, shows the form, and then the steps as they go. */
export function ChangeDialog(props: ChangeDialogProps) {
  const { app, resourceId, title, action, onClose, children, className } = props;
  const client = useQueryClient();
  const readAnew = () =>
    Promise.all([
      client.invalidateQueries({ queryKey: ["apps", app, "addons"] }),
      client.invalidateQueries({ queryKey: ["databases", resourceId] }),
    ]);
  const form = useFormAction(action, () => void readAnew());
  const operation = form.data;
  const {
    data: changes,
    error,
    refetch,
    isFetching,
  } = useQuery({
    ...changesQuery(resourceId),
    enabled: operation === null,
  });
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent
        title={title}
        description={
          <>
            <span className="font-mono">{resourceId}</span>
            {changes && `, plan ${changes.planId}, ${engineName(changes.engine)} ${changes.version}`}
          </>
        }
        className={className}
      >
        {operation ? (
          <Progress operation={operation} onProgress={() => void readAnew()} onClose={onClose} />
        ) : changes ? (
          children(changes, form)
        ) : (
          <>
            <DialogBody>
              {error && !isFetching ? (
                <Alert
                  tone="danger"
                  title={error.message}
                  action={<Button onClick={() => void refetch()}>Try again</Button>}
                />
              ) : (
                <Waiting />
              )}
            </DialogBody>
            <DialogFooter>
              <Button onClick={onClose}>Cancel</Button>
            </DialogFooter>
          </>
        )}
      </DialogContent>
    </Dialog>
  );
}

function Waiting() {
  return (
    <div role="status" className="grid gap-3">
      <span className="sr-only">Asking the database what it holds…</span>
      <Skeleton className="h-5 w-24" />
      <Skeleton className="h-60 rounded-md" />
    </div>
  );
}

type ProgressProps = { operation: OperationView; onProgress: () => void; onClose: () => void };

function Progress({ operation, onProgress, onClose }: ProgressProps) {
  const { id, appName } = operation;
  return (
    <>
      <ProgressBody>
        <OperationProgress app={appName} operationId={id} initial={operation} onProgress={onProgress}>
          <p className="bg-accent rounded-md px-4 py-3">
            Data, users and settings are as they were.{" "}
            <TextLink href={`/apps/${appName}/operations/${id}`} prefetch={false}>
              What happened
            </TextLink>
          </p>
        </OperationProgress>
      </ProgressBody>
      <DialogFooter>
        <Button onClick={onClose}>Close</Button>
      </DialogFooter>
    </>
  );
}
