"use client";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { switchImportAction } from "./actions";

/** Asks the import that stays in step to compare the keys and to take over. What keeps it from that is told with its step. */
export function SwitchImport({ resourceId }: { resourceId: string }) {
  const { form, error, isDone, isPending } = useFormAction(switchImportAction);
  return (
    <form {...form} className="grid gap-2">
      <input type="hidden" name="resourceId" value={resourceId} />
      <FormError error={error} />
      <SubmitButton isPending={isPending}>Switch now</SubmitButton>
      {isDone && <p role="status">Asked for: the keys are compared first.</p>}
    </form>
  );
}
