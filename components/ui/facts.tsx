import type { ReactNode } from "react";
import { cn } from "./cn";

/** Names and what they stand for, side by side where there is room. */
export function Facts({ children, className }: { children: ReactNode; className?: string }) {
  return (
    <dl className={cn("grid grid-cols-2 gap-x-8 gap-y-3 tabular-nums sm:flex sm:flex-wrap", className)}>
      {children}
    </dl>
  );
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="grid min-w-24 content-start gap-0.5">
      <dt className="text-muted-foreground text-xs">{name}</dt>
      <dd className="break-words">{children}</dd>
    </div>
  );
}
