import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

type EmptyStateProps = {
  icon: LucideIcon;
  title: string;
  /** What the thing is for. */
  children: ReactNode;
  /** The first step. */
  action?: ReactNode;
  className?: string;
};

export function EmptyState({ icon: Icon, title, children, action, className }: EmptyStateProps) {
  return (
    <div
      className={cn(
        "grid justify-items-start gap-3 rounded-md border border-dashed px-4 py-8 sm:px-8",
        className,
      )}
    >
      <Icon aria-hidden="true" className="text-primary size-6" strokeWidth={1.5} />
      <div className="grid max-w-xl gap-1">
        <p className="text-base font-semibold">{title}</p>
        <div className="text-muted-foreground">{children}</div>
      </div>
      {action}
    </div>
  );
}
