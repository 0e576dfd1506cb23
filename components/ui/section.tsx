import type { ReactNode } from "react";
import { cn } from "./cn";

type SectionProps = {
  title: string;
  description?: ReactNode;
  action?: ReactNode;
  children: ReactNode;
  /** For links to this part of the page. */
  id?: string;
  className?: string;
};

/** A part of a page under its own heading. */
export function Section({ title, description, action, children, id, className }: SectionProps) {
  return (
    <section id={id} className={cn("grid min-w-0 gap-3", className)}>
      <div className="flex flex-wrap items-end justify-between gap-x-4 gap-y-2">
        <div className="grid gap-1">
          <h2 className="text-base font-semibold">{title}</h2>
          {description && <p className="text-muted-foreground max-w-2xl">{description}</p>}
        </div>
        {action}
      </div>
      {children}
    </section>
  );
}
