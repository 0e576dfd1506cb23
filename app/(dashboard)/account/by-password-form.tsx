"use client";
import { Field } from "@/components/forms/field";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { Input } from "@/components/ui/input";
import type { FormAction } from "@/lib/contract/errors";

type ByPasswordFormProps<O> = {
  action: FormAction<O>;
  label: string;
  isDestructive?: boolean;
  onSuccess?: (data: O) => void;
};

/** A deed that asks for one's password. */
export function ByPasswordForm<O>({ action, label, isDestructive, onSuccess }: ByPasswordFormProps<O>) {
  const { form, error, fields, isPending } = useFormAction(action, onSuccess);
  return (
    <form {...form} className="grid max-w-96 gap-3">
      <FormError error={error} fields={["password"]} />
      <Field name="password" label="Your password" errors={fields.password}>
        {(control) => <Input {...control} type="password" autoComplete="current-password" required />}
      </Field>
      <SubmitButton
        isPending={isPending}
        variant={isDestructive ? "destructive" : "primary"}
        className="justify-self-start"
      >
        {label}
      </SubmitButton>
    </form>
  );
}
