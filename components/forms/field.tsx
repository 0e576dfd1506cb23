import { type ReactNode, useId } from "react";
import { cn } from "../ui/cn";

type ControlProps = {
  id: string;
  name: string;
  "aria-describedby": string | undefined;
  "aria-invalid": boolean | undefined;
};

type FieldProps = {
  name: string;
  label: ReactNode;
  hint?: ReactNode;
  errors?: readonly string[] | undefined;
  /** Draws the control with these properties. */
  children: (control: ControlProps) => ReactNode;
  className?: string;
};

/** A control with its label, its hint and what was wrong with it. */
export function Field({ name, label, hint, errors = [], children, className }: FieldProps) {
  const id = useId();
  const hasErrors = errors.length > 0;
  // What was wrong says the rule once more, so the hint gives way to it.
  const hasHint = Boolean(hint) && !hasErrors;
  return (
    <div className={cn("grid content-start gap-1.5", className)}>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children({
        id,
        name,
        "aria-describedby": hasErrors ? `${id}-error` : hasHint ? `${id}-hint` : undefined,
        "aria-invalid": hasErrors || undefined,
      })}
      {hasHint && (
        <p id={`${id}-hint`} className="text-muted-foreground text-xs">
          {hint}
        </p>
      )}
      {hasErrors && (
        <p id={`${id}-error`} role="alert" className="text-destructive text-xs">
          {errors.join(" ")}
        </p>
      )}
    </div>
  );
}
