"use client";
import { FormError } from "@/components/forms/form-error";
import { NewPasswordField } from "@/components/forms/new-password-field";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { setPasswordByLinkAction } from "./actions";

export function PasswordForm({ token }: { token: string }) {
  const { form, error, fields, isPending } = useFormAction(setPasswordByLinkAction);
  return (
    <form {...form} className="grid gap-4">
      <input type="hidden" name="token" value={token} />
      <FormError error={error} fields={["password"]} />
      <NewPasswordField
        name="password"
        label="New password"
        hint="At least 12 characters. A few words in a row are easy to remember."
        errors={fields.password}
        className="h-10"
      />
      <SubmitButton isPending={isPending} worksEarly size="lg">
        Set the password
      </SubmitButton>
    </form>
  );
}
