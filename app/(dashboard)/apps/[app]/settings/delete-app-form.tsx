"use client";
import { KeepsBackup } from "@/components/backups/keeps-backup";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { TypedConfirmation } from "@/components/forms/typed-confirmation";
import { useFormAction } from "@/components/forms/use-form-action";
import { OperationBanner } from "@/components/operations/operation-banner";
import type { AppView } from "@/lib/contract/apps";
import { deleteAppAction } from "./actions";

type DeleteAppFormProps = {
  app: AppView;
  /** Resource ids of its databases. */
  addons: string[];
};

export function DeleteAppForm({ app, addons }: DeleteAppFormProps) {
  const { form, data, error, fields, isPending } = useFormAction(deleteAppAction);
  if (data) return <OperationBanner operation={data} className="max-w-2xl" />;
  return (
    <form {...form} className="border-destructive/40 grid max-w-2xl gap-4 rounded-md border p-4">
      <input type="hidden" name="app" value={app.name} />
      <ul className="grid list-disc gap-1 pl-5">
        <li>
          {app.source === "service"
            ? `The service ${app.service} goes on running, without the variables that Berth set.`
            : "Its containers are stopped and removed."}
        </li>
        {addons.length > 0 && (
          <li>
            Its databases are removed: <span className="font-mono">{addons.join(", ")}</span>. Their data is
            kept for 24 hours, as long as nobody removes the volumes, then deleted for good.
          </li>
        )}
        <li>Its variables are gone for good.</li>
      </ul>
      {addons.length > 0 && (
        <KeepsBackup>
          Take a last backup of each database whose plan has backups: nothing is removed before they are
          proven. Administrators can restore them for 30 days
        </KeepsBackup>
      )}
      <FormError error={error} fields={["confirm"]} />
      <TypedConfirmation expected={app.name} what="the app's name" errors={fields.confirm} />
      <SubmitButton isPending={isPending} variant="destructive" className="justify-self-start">
        Delete {app.name}
      </SubmitButton>
    </form>
  );
}
