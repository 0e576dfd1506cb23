"use client";
import type { FormAction } from "@/lib/contract/errors";
import type { OperationView } from "@/lib/contract/operations";
import { KeepsBackup } from "../backups/keeps-backup";
import { FormError } from "../forms/form-error";
import { SubmitButton } from "../forms/submit-button";
import { TypedConfirmation } from "../forms/typed-confirmation";
import { useFormAction } from "../forms/use-form-action";

type RemoveAddonFormProps = {
  app: string;
  resourceId: string;
  /** Whether there is something of which a last backup can be taken. */
  takesBackup: boolean;
  action: FormAction<OperationView>;
  onStarted?: (operation: OperationView) => void;
  className?: string;
};

/** What is lost, and the name to be typed. */
export function RemoveAddonForm({
  app,
  resourceId,
  takesBackup,
  action,
  onStarted,
  className,
}: RemoveAddonFormProps) {
  const { form, error, fields, isPending } = useFormAction(action, onStarted);
  return (
    <div className={className}>
      <form {...form} className="grid gap-4">
        <input type="hidden" name="app" value={app} />
        <input type="hidden" name="addon" value={resourceId} />
        <ul className="grid list-disc gap-1 pl-5">
          <li>The app can no longer reach the database, and is restarted without its variables.</li>
          <li>
            The data is saved a last time and kept for 24 hours, as long as nobody removes its volume, then
            deleted for good.
          </li>
        </ul>
        {takesBackup && (
          <KeepsBackup>
            Take a last backup: nothing is removed before it is proven. It and the others are kept for 30
            days, below the addons of the app
          </KeepsBackup>
        )}
        <FormError error={error} fields={["confirm"]} />
        <TypedConfirmation expected={resourceId} what="the database's name" errors={fields.confirm} />
        <SubmitButton isPending={isPending} variant="destructive" className="justify-self-start">
          Remove {resourceId}
        </SubmitButton>
      </form>
    </div>
  );
}
