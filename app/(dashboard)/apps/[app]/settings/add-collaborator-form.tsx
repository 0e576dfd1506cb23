"use client";
import { Field } from "@/components/forms/field";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { Input } from "@/components/ui/input";
import { addCollaboratorAction } from "./actions";

export function AddCollaboratorForm({ app }: { app: string }) {
  const { form, isDone, error, fields, isPending } = useFormAction(addCollaboratorAction);
  return (
    <form {...form} className="grid gap-3">
      <input type="hidden" name="app" value={app} />
      <FormError error={error} fields={["email"]} />
      <Field
        name="email"
        label="Add a person by email"
        hint="Someone who has an account here. Administrators invite new people."
        errors={fields.email}
        className="max-w-96"
      >
        {(control) => <Input {...control} type="email" required autoComplete="off" />}
      </Field>
      <div className="flex items-center gap-4">
        <SubmitButton isPending={isPending}>Add</SubmitButton>
        <p role="status" className="text-muted-foreground">
          {isDone && "The person has access now."}
        </p>
      </div>
    </form>
  );
}
