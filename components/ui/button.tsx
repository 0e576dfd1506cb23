"use client";
import type { VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { buttonVariants } from "./button-variants";
import { cn } from "./cn";
import { useInBrowser } from "./use-in-browser";

type ButtonProps = ComponentProps<"button"> &
  VariantProps<typeof buttonVariants> & {
    /** It cannot be pressed until the page listens; what calls a script always needs it. */
    needsPage?: boolean;
  };

/** What does something by a script cannot be pressed until the page listens: the press would be lost without a word. */
export function Button({
  variant,
  size,
  type = "button",
  className,
  disabled,
  onClick,
  needsPage = onClick !== undefined,
  ...props
}: ButtonProps) {
  const isDeaf = !useInBrowser() && needsPage;
  return (
    <button
      type={type}
      disabled={disabled || isDeaf}
      aria-busy={isDeaf || undefined}
      onClick={onClick}
      className={cn(buttonVariants({ variant, size }), className)}
      {...props}
    />
  );
}
