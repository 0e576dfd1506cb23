"use client";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { BackupView, RestorePreview } from "@/lib/contract/backups";
import type { FormAction } from "@/lib/contract/errors";
import type { OperationView } from "@/lib/contract/operations";
import { CheckConfirmation } from "../forms/check-confirmation";
import { FormError } from "../forms/form-error";
import { SubmitButton } from "../forms/submit-button";
import { useFormAction } from "../forms/use-form-action";
import { Alert } from "../ui/alert";
import { Button } from "../ui/button";
import { DialogBody, DialogFooter } from "../ui/dialog";
import { Skeleton } from "../ui/skeleton";
import { restorePreviewQuery } from "./queries";
import { RestoreComparison } from "./restore-comparison";

type RestoreIntoProps = {
  backup: BackupView;
  resourceId: string;
  action: FormAction<OperationView>;
  onStarted: (operation: OperationView) => void;
  onCancel: () => void;
  /** The choice of where to restore to. */
  children: ReactNode;
};

/** What the database holds beside what the backup holds, what is lost, and the yes to that. */
export function RestoreInto({ backup, resourceId, action, onStarted, onCancel, children }: RestoreIntoProps) {
  const { form, error, fields, isPending } = useFormAction(action, onStarted);
  const {
    data: preview,
    error: unknown,
    refetch,
    isFetching,
  } = useQuery(restorePreviewQuery(backup.id, resourceId));
  return (
    <form {...form} className="flex min-h-0 flex-col">
      <input type="hidden" name="resourceId" value={resourceId} />
      <input type="hidden" name="backupId" value={backup.id} />
      <DialogBody className="gap-6">
        <FormError error={error} fields={["acceptsLoss"]} />
        {children}
        {preview ? (
          <Preview preview={preview} errors={fields.acceptsLoss} />
        ) : unknown && !isFetching ? (
          <Alert
            tone="danger"
            title={unknown.message}
            action={<Button onClick={() => void refetch()}>Try again</Button>}
          />
        ) : (
          <div role="status" className="grid gap-3">
            <span className="sr-only">Asking the database what it holds…</span>
            <Skeleton className="h-40 rounded-md" />
          </div>
        )}
      </DialogBody>
      <DialogFooter>
        <Button onClick={onCancel}>Cancel</Button>
        {preview?.isAllowed && (
          <SubmitButton isPending={isPending} variant="destructive">
            Restore into {resourceId}
          </SubmitButton>
        )}
      </DialogFooter>
    </form>
  );
}

function Preview({ preview, errors }: { preview: RestorePreview; errors: string[] | undefined }) {
  const { isAllowed, message, present } = preview;
  return (
    <>
      <RestoreComparison preview={preview} />
      {isAllowed ? (
        <section className="grid gap-3">
          <h3 className="font-medium">What happens</h3>
          <ul className="grid list-disc gap-1 pl-5">
            <li>
              {present
                ? "The present data is backed up first; that backup is listed here for 30 days."
                : "There is no present data that could be backed up."}
            </li>
            <li>
              A new Redis loads the backup while the present one serves, and takes over once all keys are
              there. Clients reconnect, then the app restarts, rolling.
            </li>
            <li>
              The data from before is kept for 24 hours, and with it the way back: Undo, under Settings.
            </li>
          </ul>
          <CheckConfirmation name="acceptsLoss" errors={errors}>
            What was written since the backup may be replaced
          </CheckConfirmation>
        </section>
      ) : (
        <Alert tone="warning" title="This backup cannot be restored here">
          {message}
        </Alert>
      )}
    </>
  );
}
