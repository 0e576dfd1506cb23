import type { ReactNode } from "react";
import { cn } from "./cn";
import { NearLink } from "./near-link";

type PageHeaderProps = {
  title: ReactNode;
  /** The way up, outermost first. */
  trail?: readonly { href: string; label: string }[];
  description?: ReactNode;
  actions?: ReactNode;
  className?: string;
};

export function PageHeader({ title, trail = [], description, actions, className }: PageHeaderProps) {
  return (
    <header className={cn("grid gap-1", className)}>
      {trail.length > 0 && (
        <nav aria-label="Breadcrumb" className="text-muted-foreground">
          <ol className="flex flex-wrap gap-x-2">
            {trail.map(({ href, label }) => (
              <li key={href} className="flex gap-2">
                <NearLink href={href} className="hover:text-foreground hover:underline">
                  {label}
                </NearLink>
                <span aria-hidden="true">/</span>
              </li>
            ))}
          </ol>
        </nav>
      )}
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <h1 className="min-w-0 text-2xl font-semibold tracking-tight break-words">{title}</h1>
        {actions && <div className="flex flex-wrap items-center gap-2">{actions}</div>}
      </div>
      {description && <div className="text-muted-foreground">{description}</div>}
    </header>
  );
}
