import type { ComponentProps } from "react";
import { cn } from "./cn";

const CONTROL =
  "w-full min-w-0 rounded-md border border-input bg-card px-3 text-foreground placeholder:text-muted-foreground/80 aria-invalid:border-destructive disabled:opacity-60 focus-visible:outline-2 focus-visible:outline-offset-0";

export function Input({ className, ...props }: ComponentProps<"input">) {
  return <input className={cn(CONTROL, "h-8", className)} {...props} />;
}

export function Textarea({ className, ...props }: ComponentProps<"textarea">) {
  return <textarea className={cn(CONTROL, "min-h-24 py-2", className)} {...props} />;
}

export function Select({ className, ...props }: ComponentProps<"select">) {
  return <select className={cn(CONTROL, "h-8", className)} {...props} />;
}
