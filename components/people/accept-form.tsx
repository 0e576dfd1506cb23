"use client";
import type { FormAction } from "@/lib/contract/errors";
import { Field } from "../forms/field";
import { FormError } from "../forms/form-error";
import { NewPasswordField } from "../forms/new-password-field";
import { SubmitButton } from "../forms/submit-button";
import { useFormAction } from "../forms/use-form-action";
import { Input } from "../ui/input";

type AcceptFormProps = {
  token: string;
  /** Null when the person chooses it. */
  email: string | null;
  action: FormAction<never>;
  submitLabel: string;
};

/** Makes an account from the link of an invitation or of the set-up. */
export function AcceptForm({ token, email, action, submitLabel }: AcceptFormProps) {
  const { form, error, fields, isPending } = useFormAction(action);
  return (
    <form {...form} className="grid gap-4">
      <input type="hidden" name="token" value={token} />
      <FormError error={error} fields={["email", "name", "password"]} />
      <Field name="email" label="Email" errors={fields.email}>
        {(control) => (
          <Input
            {...control}
            type="email"
            autoComplete="username"
            required
            defaultValue={email ?? undefined}
            readOnly={email !== null}
            className="read-only:bg-muted h-10"
          />
        )}
      </Field>
      <Field name="name" label="Your name" errors={fields.name}>
        {(control) => <Input {...control} autoComplete="name" required maxLength={100} className="h-10" />}
      </Field>
      <NewPasswordField
        name="password"
        label="Password"
        hint="At least 12 characters. A few words in a row are easy to remember."
        errors={fields.password}
        className="h-10"
      />
      <SubmitButton isPending={isPending} worksEarly size="lg">
        {submitLabel}
      </SubmitButton>
    </form>
  );
}
