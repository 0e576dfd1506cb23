"use client";
import type { FormAction } from "@/lib/contract/errors";
import { SubmitButton } from "./submit-button";
import { useFormAction } from "./use-form-action";

type RowFormProps<O> = {
  action: FormAction<O>;
  /** What is sent. */
  values: Record<string, string>;
  label: string;
  /** Says which row it is. */
  accessibleLabel: string;
  className?: string;
};

/** A button in a row of a table that does one thing to that row. */
export function RowForm<O>({ action, values, label, accessibleLabel, className }: RowFormProps<O>) {
  const { form, error, isPending } = useFormAction(action);
  return (
    <form {...form} className={className}>
      {Object.entries(values).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <SubmitButton isPending={isPending} variant="outline" size="sm" aria-label={accessibleLabel}>
        {label}
      </SubmitButton>
      {error && (
        <p role="alert" className="text-destructive text-xs">
          {error.message}
        </p>
      )}
    </form>
  );
}
