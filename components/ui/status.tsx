import {
  CircleCheck,
  CircleDashed,
  CircleX,
  LoaderCircle,
  type LucideIcon,
  TriangleAlert,
} from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./cn";

export type Tone = "success" | "progress" | "warning" | "danger" | "neutral";

const LOOKS: Record<Tone, { icon: LucideIcon; className: string }> = {
  success: { icon: CircleCheck, className: "text-success" },
  progress: { icon: LoaderCircle, className: "text-primary [&_svg]:motion-safe:animate-spin" },
  warning: { icon: TriangleAlert, className: "text-warning" },
  danger: { icon: CircleX, className: "text-destructive" },
  neutral: { icon: CircleDashed, className: "text-muted-foreground" },
};

/** A state as icon, word and colour. */
export function Status({
  tone,
  children,
  className,
}: {
  tone: Tone;
  children: ReactNode;
  className?: string;
}) {
  const { icon: Icon, className: look } = LOOKS[tone];
  return (
    <span
      className={cn(
        "inline-flex items-center gap-1.5 align-middle font-medium whitespace-nowrap",
        look,
        className,
      )}
    >
      <Icon aria-hidden="true" className="size-4 shrink-0" />
      {children}
    </span>
  );
}
