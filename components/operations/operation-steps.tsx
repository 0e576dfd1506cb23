import { CircleCheck, CircleDashed, CircleX, LoaderCircle } from "lucide-react";
import type { OperationView, StepView } from "@/lib/contract/operations";
import type { StepStatus } from "@/lib/core/operations/state";
import { stepLabel } from "@/lib/core/operations/steps";
import { formatDuration } from "@/lib/core/units";
import { cn } from "../ui/cn";
import { StepDetail } from "./step-detail";

const LOOKS: Record<StepStatus, { icon: typeof CircleCheck; word: string; className: string }> = {
  pending: { icon: CircleDashed, word: "to come", className: "text-muted-foreground/70" },
  running: { icon: LoaderCircle, word: "running", className: "text-primary motion-safe:animate-spin" },
  succeeded: { icon: CircleCheck, word: "done", className: "text-success" },
  failed: { icon: CircleX, word: "failed", className: "text-destructive" },
};

/** How long a step took, or has taken at `nowMs`; nothing for one that has not begun. */
function stepDuration({ startedAt, finishedAt }: StepView, nowMs: number): string {
  if (!startedAt) return "";
  const endMs = finishedAt ? Date.parse(finishedAt) : nowMs;
  return formatDuration(Math.max(0, endMs - Date.parse(startedAt)));
}

type OperationStepsProps = {
  steps: OperationView["steps"];
  /** The time to which an unfinished step is counted. */
  nowMs: number;
  className?: string;
};

export function OperationSteps({ steps, nowMs, className }: OperationStepsProps) {
  return (
    <ol className={cn("grid", className)}>
      {steps.map((step) => {
        const { icon: Icon, word, className: look } = LOOKS[step.status];
        return (
          <li key={step.name} className="flex items-start gap-3 py-1">
            <Icon aria-hidden="true" className={cn("mt-0.5 size-4 shrink-0", look)} />
            <div className={cn("min-w-0 flex-1", step.status === "pending" && "text-muted-foreground")}>
              {stepLabel(step.name)}
              <span className="sr-only">: {word}</span>
              <StepDetail label={stepLabel(step.name)} step={step} />
            </div>
            <span className="text-muted-foreground text-xs leading-5 tabular-nums" suppressHydrationWarning>
              {stepDuration(step, nowMs)}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
