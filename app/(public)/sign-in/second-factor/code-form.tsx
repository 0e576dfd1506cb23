"use client";
import { Field } from "@/components/forms/field";
import { FormError } from "@/components/forms/form-error";
import { SubmitButton } from "@/components/forms/submit-button";
import { useFormAction } from "@/components/forms/use-form-action";
import { Input } from "@/components/ui/input";
import { finishSignInAction } from "./actions";

export function CodeForm({ next }: { next: string | undefined }) {
  const { form, error, fields, isPending } = useFormAction(finishSignInAction);
  return (
    <form {...form} className="grid gap-4">
      {next && <input type="hidden" name="next" value={next} />}
      <FormError error={error} fields={["code"]} />
      <Field name="code" label="Code" hint="Or one of your recovery codes." errors={fields.code}>
        {(control) => (
          <Input
            {...control}
            required
            maxLength={40}
            autoFocus
            autoComplete="one-time-code"
            autoCapitalize="none"
            spellCheck={false}
            className="h-10 font-mono"
          />
        )}
      </Field>
      <label className="flex w-fit items-center gap-2">
        <input type="checkbox" name="isRemembered" className="accent-primary size-4" />
        Do not ask on this device for 30 days
      </label>
      <SubmitButton isPending={isPending} size="lg">
        Sign in
      </SubmitButton>
    </form>
  );
}
