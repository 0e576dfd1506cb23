import { CircleX } from "lucide-react";
import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { cn } from "@/components/ui/cn";
import { Meter } from "@/components/ui/meter";

type FigureCardProps = {
  name: string;
  /** A dash stands for what is not known. */
  value?: ReactNode | undefined;
  detail?: string | undefined;
  isBad?: boolean;
  /** Draws how much of a limit is used. */
  usedRatio?: number | undefined;
};

export function FigureCard({ name, value = "—", detail, isBad = false, usedRatio }: FigureCardProps) {
  return (
    <Card className="grid content-start gap-1 tabular-nums">
      <p className="text-muted-foreground text-xs">{name}</p>
      <p className="text-xl font-semibold">{value}</p>
      {detail && (
        <p
          className={cn(
            "flex items-center gap-1 text-xs",
            isBad ? "text-destructive" : "text-muted-foreground",
          )}
        >
          {isBad && <CircleX aria-hidden="true" className="size-3.5" />}
          {detail}
        </p>
      )}
      {usedRatio !== undefined && <Meter usedRatio={usedRatio} className="mt-1" />}
    </Card>
  );
}
