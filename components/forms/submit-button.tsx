import type { ComponentProps } from "react";
import { Button } from "../ui/button";
import { Spinner } from "../ui/spinner";

type SubmitButtonProps = Omit<ComponentProps<typeof Button>, "type" | "disabled"> & { isPending: boolean };

export function SubmitButton({ isPending, variant = "primary", children, ...props }: SubmitButtonProps) {
  return (
    <Button type="submit" variant={variant} disabled={isPending} {...props}>
      {isPending && <Spinner />}
      {children}
    </Button>
  );
}
