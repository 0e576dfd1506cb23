"use client";
import { Field } from "@/components/forms/field";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { answerOf } from "@/components/passkeys/answer-of";
import { Input } from "@/components/ui/input";
import type { FormAction } from "@/lib/contract/errors";
import { addPasskeyAction, askForPasskeyAction } from "./actions";

/** Asks the server what to ask the device for, the device for a passkey, and has it kept. */
const add: FormAction<void> = async (_previous, form) => {
  const asked = await askForPasskeyAction(null, form);
  if (!asked.ok) return asked;
  const answered = await answerOf("new", asked.data);
  if (!answered.ok) return answered;
  form.set("answer", answered.data);
  return addPasskeyAction(null, form);
};

export function PasskeyForm({ hasPassword }: { hasPassword: boolean }) {
  const { form, isDone, error, fields, isPending } = useFormAction(add);
  return (
    <form {...form} className="grid max-w-96 gap-4">
      <FormError error={error} fields={["name", "password"]} />
      <Field
        name="name"
        label="Name of the passkey"
        hint="Where it is kept: laptop, phone."
        errors={fields.name}
      >
        {(control) => <Input {...control} required maxLength={100} autoComplete="off" />}
      </Field>
      {hasPassword && (
        <Field name="password" label="Your password" errors={fields.password}>
          {(control) => <Input {...control} type="password" autoComplete="current-password" required />}
        </Field>
      )}
      <div className="flex items-center gap-4">
        <SubmitButton isPending={isPending}>Add a passkey</SubmitButton>
        <p role="status" className="text-muted-foreground">
          {isDone && "The passkey is added."}
        </p>
      </div>
    </form>
  );
}
