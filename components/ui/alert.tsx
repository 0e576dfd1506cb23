import { cva, type VariantProps } from "class-variance-authority";
import { CircleX, Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

const alertVariants = cva("flex items-start gap-3 rounded-md border px-4 py-3", {
  variants: {
    tone: {
      info: "bg-accent",
      warning: "border-warning/40 bg-warning-soft",
      danger: "border-destructive/40 bg-destructive-soft",
    },
  },
  defaultVariants: { tone: "info" },
});

const ICONS = {
  info: <Info className="text-primary" />,
  warning: <TriangleAlert className="text-warning" />,
  danger: <CircleX className="text-destructive" />,
};

type AlertProps = VariantProps<typeof alertVariants> & {
  title: ReactNode;
  children?: ReactNode;
  /** Stands at the end: a button or a link. */
  action?: ReactNode;
  className?: string;
};

/** A message that stays. Something that just went wrong is `danger`, which is announced at once. */
export function Alert({ tone, title, children, action, className }: AlertProps) {
  return (
    <div
      role={tone === "danger" ? "alert" : undefined}
      className={cn(alertVariants({ tone }), "flex-wrap sm:flex-nowrap", className)}
    >
      <span aria-hidden="true" className="mt-0.5 [&_svg]:size-4">
        {ICONS[tone ?? "info"]}
      </span>
      <div className="grid min-w-0 flex-1 gap-1">
        <p className="font-medium">{title}</p>
        {children && <div className="text-muted-foreground">{children}</div>}
      </div>
      {action && <div className="shrink-0 self-center">{action}</div>}
    </div>
  );
}
