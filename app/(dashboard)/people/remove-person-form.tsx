"use client";
import { Field } from "@/components/forms/field";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { TypedConfirmation } from "@/components/forms/typed-confirmation";
import { useFormAction } from "@/components/forms/use-form-action";
import { Select } from "@/components/ui/input";
import type { PersonView } from "@/lib/contract/people";
import { removePersonAction } from "./actions";

/** Takes the account away once its apps have somebody else and its email was typed. */
export function RemovePersonForm({ person, heirs }: { person: PersonView; heirs: string[] }) {
  const { id, email, apps } = person;
  const { form, error, fields, isPending } = useFormAction(removePersonAction);
  return (
    <form {...form} className="grid gap-3">
      <input type="hidden" name="id" value={id} />
      <FormError error={error} fields={["heir"]} />
      <p className="text-muted-foreground">
        Removing takes the account away with its sessions, tokens and SSH keys. What they did stays in the
        activity of apps, and their email can be invited again.
      </p>
      {apps > 0 && (
        <Field
          name="heir"
          label={apps === 1 ? "Who gets their app" : `Who gets their ${apps} apps`}
          errors={fields.heir}
        >
          {(control) => (
            <Select {...control} required defaultValue="">
              <option value="" disabled>
                Choose a person
              </option>
              {heirs.map((heir) => (
                <option key={heir}>{heir}</option>
              ))}
            </Select>
          )}
        </Field>
      )}
      <TypedConfirmation expected={email} what="the email" />
      <SubmitButton isPending={isPending} variant="destructive" className="justify-self-start">
        Remove the account
      </SubmitButton>
    </form>
  );
}
