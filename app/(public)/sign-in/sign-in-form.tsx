"use client";
import { Field } from "@/components/forms/field";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { Input } from "@/components/ui/input";
import { signInAction } from "./actions";

export function SignInForm({ next }: { next: string | undefined }) {
  const { form, error, fields, isPending } = useFormAction(signInAction);
  return (
    <form {...form} className="grid gap-4">
      {next && <input type="hidden" name="next" value={next} />}
      <FormError error={error} fields={["email", "password"]} />
      <Field name="email" label="Email" errors={fields.email}>
        {(control) => <Input {...control} type="email" autoComplete="username" required className="h-10" />}
      </Field>
      <Field name="password" label="Password" errors={fields.password}>
        {(control) => (
          <Input {...control} type="password" autoComplete="current-password" required className="h-10" />
        )}
      </Field>
      <SubmitButton isPending={isPending} worksEarly size="lg">
        Sign in
      </SubmitButton>
    </form>
  );
}
