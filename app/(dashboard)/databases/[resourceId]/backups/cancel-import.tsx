"use client";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { cancelImportAction } from "./actions";

/** Ends the import that runs; the database stays as it was. */
export function CancelImport({ resourceId }: { resourceId: string }) {
  const { form, error, isDone, isPending } = useFormAction(cancelImportAction);
  if (isDone) return <p role="status">The import ends; nothing is changed.</p>;
  return (
    <form {...form} className="grid gap-2">
      <input type="hidden" name="resourceId" value={resourceId} />
      <FormError error={error} />
      <SubmitButton isPending={isPending} variant="outline">
        Cancel the import
      </SubmitButton>
    </form>
  );
}
