"use client";
import { Field } from "@/components/forms/field";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { Input } from "@/components/ui/input";
import { APP_ROLES, ROLE_WORDS } from "@/lib/core/people/roles";
import { addCollaboratorAction } from "./actions";
import { RoleSelect } from "./role-select";

export function AddCollaboratorForm({ app }: { app: string }) {
  const { form, isDone, error, fields, isPending } = useFormAction(addCollaboratorAction);
  return (
    <form {...form} className="grid gap-3">
      <input type="hidden" name="app" value={app} />
      <FormError error={error} fields={["email", "role"]} />
      <Field
        name="email"
        label="Add a person by email"
        hint="Someone who has an account here. Administrators invite new people."
        errors={fields.email}
        className="max-w-96"
      >
        {(control) => <Input {...control} type="email" required autoComplete="off" />}
      </Field>
      <Field
        name="role"
        label="As"
        hint={APP_ROLES.map((role) => `${ROLE_WORDS[role].name}: ${ROLE_WORDS[role].does}.`).join(" ")}
        errors={fields.role}
        className="max-w-2xl"
      >
        {(control) => <RoleSelect {...control} defaultValue="operate" className="max-w-48" />}
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
