"use client";
import { useState } from "react";
import { Field } from "@/components/forms/field";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { Input } from "@/components/ui/input";
import { addDatabaseUserAction } from "./actions";
import { PasswordField } from "./password-field";
import { Preview } from "./preview";
import { type RightsChoice, RightsFields } from "./rights-fields";
import { ShownOnce } from "./shown-once";

const FIRST: RightsChoice = { role: "read-only", keyPatterns: "", categories: ["read"] };
const FIELDS = ["name", "password", "keyPatterns", "categories"];

export function AddUserForm({ resourceId }: { resourceId: string }) {
  const [choice, setChoice] = useState(FIRST);
  const { form, data, error, fields, isPending } = useFormAction(addDatabaseUserAction, () =>
    setChoice(FIRST),
  );
  return (
    <div className="grid gap-4">
      <form {...form} className="grid max-w-3xl gap-4" aria-label="New user">
        <input type="hidden" name="resourceId" value={resourceId} />
        <FormError error={error} fields={FIELDS} />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field
            name="name"
            label="Name"
            hint="6 to 32 lower-case letters, digits and hyphens."
            errors={fields.name}
          >
            {(control) => (
              <Input
                {...control}
                required
                minLength={6}
                maxLength={32}
                autoComplete="off"
                autoCapitalize="none"
                spellCheck={false}
                className="font-mono"
              />
            )}
          </Field>
          <PasswordField errors={fields.password} />
        </div>
        <RightsFields choice={choice} onChoose={setChoice} fields={fields} />
        <Preview asked={JSON.stringify(choice)} />
        <SubmitButton isPending={isPending} className="justify-self-start">
          Add the user
        </SubmitButton>
      </form>
      {data && !isPending && <Added name={data.user.name} password={data.password} />}
    </div>
  );
}

function Added({ name, password }: { name: string; password: string | null }) {
  if (password !== null) return <ShownOnce name={name} password={password} />;
  return (
    <p role="status" className="text-muted-foreground">
      {name} was added.
    </p>
  );
}
