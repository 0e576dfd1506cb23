"use client";
import { CircleX } from "lucide-react";
import { createContext, type ReactNode, use } from "react";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { Meter } from "@/components/ui/meter";

const QuietContext = createContext(false);

/** Figures that are looked up rather than watched: lines of a table in place of cards. */
export const QuietFigures = ({ children }: { children: ReactNode }) => (
  <QuietContext value={true}>{children}</QuietContext>
);

type FigureCardProps = {
  name: string;
  /** A dash stands for what is not known. */
  value?: ReactNode | undefined;
  detail?: string | undefined;
  isBad?: boolean;
  /** Draws how much of a limit is used. */
  usedRatio?: number | undefined;
  /** How it came to this, drawn. */
  trend?: ReactNode;
};

export function FigureCard({ name, value = "—", detail, isBad = false, usedRatio, trend }: FigureCardProps) {
  const isQuiet = use(QuietContext);
  const words = detail && (
    <p
      className={cn("flex items-center gap-1 text-xs", isBad ? "text-destructive" : "text-muted-foreground")}
    >
      {isBad && <CircleX aria-hidden="true" className="size-3.5" />}
      {detail}
    </p>
  );
  if (isQuiet)
    return (
      <div className="grid content-start gap-0.5 border-b py-2 tabular-nums">
        <div className="flex items-baseline justify-between gap-4">
          <p className="text-muted-foreground">{name}</p>
          <p className="font-medium">{value}</p>
        </div>
        {words}
      </div>
    );
  return (
    <Card className="grid min-h-38 content-start gap-1 tabular-nums">
      <p className="text-muted-foreground text-xs">{name}</p>
      <p className="text-xl font-semibold">{value}</p>
      {words}
      {usedRatio !== undefined && <Meter usedRatio={usedRatio} className="mt-1" />}
      {trend}
    </Card>
  );
}
