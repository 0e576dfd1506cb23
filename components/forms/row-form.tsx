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
  /** False for what is taken back as easily as it was done. */
  asksAgain?: boolean;
  /** Says which row it is. */
  accessibleLabel: string;
  className?: string;
};

/** A button in a row that does one thing to that row; it asks once more in its own place, until one turns elsewhere. */
export function RowForm<O>(props: RowFormProps<O>) {
  const { action, values, label, asksAgain = true, accessibleLabel, className } = props;
  const { form, error, isPending } = useFormAction(action);
  const [isAsked, setIsAsked] = useState(false);
  const onSubmit: typeof form.onSubmit = (event) => {
    if (isAsked || !asksAgain) form.onSubmit(event);
    else event.preventDefault();
    setIsAsked(asksAgain && !isAsked);
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
