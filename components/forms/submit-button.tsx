"use client";
import type { ComponentProps } from "react";
import { Button } from "../ui/button";
import { Spinner } from "../ui/spinner";

type SubmitButtonProps = Omit<ComponentProps<typeof Button>, "type" | "disabled"> & {
  isPending: boolean;
  /** For a form that leads elsewhere: the browser may send it by itself, and nothing has to be asked or told here. */
  worksEarly?: boolean;
};

/** Until the page listens it cannot be pressed: the form would be sent without a question that it asks, and its answer would show nowhere. */
export function SubmitButton({
  isPending,
  worksEarly = false,
  variant = "primary",
  children,
  ...props
}: SubmitButtonProps) {
  return (
    <Button type="submit" variant={variant} disabled={isPending} needsPage={!worksEarly} {...props}>
      {isPending && <Spinner />}
      {children}
    </Button>
  );
}
