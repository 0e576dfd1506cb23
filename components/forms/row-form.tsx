"use client";
import { useState } from "react";
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

/** A button in a row of a table that takes that row away; asks once more in its own place, until one turns elsewhere. */
export function RowForm<O>({ action, values, label, accessibleLabel, className }: RowFormProps<O>) {
  const { form, error, isPending } = useFormAction(action);
  const [isAsked, setIsAsked] = useState(false);
  const onSubmit: typeof form.onSubmit = (event) => {
    if (isAsked) form.onSubmit(event);
    else event.preventDefault();
    setIsAsked(!isAsked);
  };
  return (
    <form {...form} onSubmit={onSubmit} onBlur={() => setIsAsked(false)} className={className}>
      {Object.entries(values).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <SubmitButton
        isPending={isPending}
        variant={isAsked ? "destructive" : "outline"}
        size="sm"
        aria-label={isAsked ? `Confirm: ${accessibleLabel}` : accessibleLabel}
      >
        {isAsked ? `${label} now?` : label}
      </SubmitButton>
      {error && (
        <p role="alert" className="text-destructive text-xs">
          {error.message}
        </p>
      )}
    </form>
  );
}
