"use client";
import type { ComponentProps } from "react";
import { useRoleRefusal } from "../roles/role";
import { Button } from "./button";
import { cn } from "./cn";

type GuardedButtonProps = ComponentProps<typeof Button> & {
  /** Why it does nothing now; null when it works. */
  refusal: string | null;
};

/**
 * A button that can be refused for a time: it stays in reach of the keyboard and says why on hover and to a screen reader. Who may never
 * press it has none.
 */
export function GuardedButton({ refusal, onClick, title, className, ...props }: GuardedButtonProps) {
  if (useRoleRefusal() !== null) return null;
  return (
    <Button
      aria-disabled={refusal !== null || undefined}
      title={refusal ?? title}
      onClick={refusal === null ? onClick : undefined}
      className={cn("aria-disabled:cursor-not-allowed", className)}
      {...props}
    />
  );
}
