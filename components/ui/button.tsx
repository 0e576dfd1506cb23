"use client";
import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "./cn";
import { useInBrowser } from "./use-in-browser";

/** Looks of a button; also for links that lead to an action. */
export const buttonVariants = cva(
  "inline-flex shrink-0 items-center justify-center gap-2 rounded-md font-medium whitespace-nowrap transition-colors select-none not-aria-busy:disabled:opacity-50 aria-disabled:opacity-50 [&_svg]:size-4 [&_svg]:shrink-0",
  {
    variants: {
      variant: {
        primary: "bg-primary text-primary-foreground hover:bg-primary-hover",
        outline: "border-input/60 bg-card text-foreground hover:bg-muted border",
        ghost: "text-muted-foreground hover:bg-muted hover:text-foreground",
        destructive: "bg-destructive text-destructive-foreground hover:bg-destructive-hover",
        "destructive-outline": "border-input/60 bg-card text-destructive hover:bg-destructive-soft border",
      },
      size: { md: "h-8 px-3", sm: "h-7 px-2 text-xs", lg: "h-10 px-4", icon: "size-8" },
    },
    defaultVariants: { variant: "outline", size: "md" },
  },
);

type ButtonProps = ComponentProps<"button"> & VariantProps<typeof buttonVariants>;

/** What does something by a script cannot be pressed until the page listens: the press would be lost without a word. */
export function Button({ variant, size, type = "button", className, disabled, ...props }: ButtonProps) {
  const isDeaf = !useInBrowser() && props.onClick !== undefined;
  return (
    <button
      type={type}
      disabled={disabled || isDeaf}
      aria-busy={isDeaf || undefined}
      className={cn(buttonVariants({ variant, size }), className)}
      {...props}
    />
  );
}
