"use client";
import { Field } from "@/components/forms/field";
import { FormError } from "@/components/forms/form-error";
import { NewPasswordField } from "@/components/forms/new-password-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { Input } from "@/components/ui/input";
import { changePasswordAction } from "./actions";

/** `email` lets a password manager know whose password it is. */
export function PasswordForm({ email }: { email: string }) {
  const { form, isDone, error, fields, isPending } = useFormAction(changePasswordAction);
  return (
    <form {...form} className="grid max-w-96 gap-4">
      <input type="hidden" autoComplete="username" value={email} />
      <FormError error={error} fields={["currentPassword", "newPassword"]} />
      <Field name="currentPassword" label="Current password" errors={fields.currentPassword}>
        {(control) => <Input {...control} type="password" autoComplete="current-password" required />}
      </Field>
      <NewPasswordField
        name="newPassword"
        label="New password"
        hint="At least 12 characters. Your other sessions end."
        errors={fields.newPassword}
      />
      <div className="flex items-center gap-4">
        <SubmitButton isPending={isPending}>Change the password</SubmitButton>
        <p role="status" className="text-muted-foreground">
          {isDone && "The password is changed."}
        </p>
      </div>
    </form>
  );
}
