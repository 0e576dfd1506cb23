import type { ReactNode } from "react";

type CheckConfirmationProps = {
  name: string;
  errors?: readonly string[] | undefined;
  /** What is said yes to. */
  children: ReactNode;
  className?: string;
};

/** A yes that has to be given before the form is sent. */
export function CheckConfirmation({ name, errors, children, className }: CheckConfirmationProps) {
  return (
    <div className={className}>
      <div className="grid gap-1.5">
        <label className="flex w-fit items-start gap-2">
          <input
            type="checkbox"
            name={name}
            required
            aria-invalid={errors ? true : undefined}
            className="accent-primary mt-0.5 size-4 shrink-0"
          />
          {children}
        </label>
        {errors && (
          <p role="alert" className="text-destructive text-xs">
            {errors.join(" ")}
          </p>
        )}
      </div>
    </div>
  );
}
