import type { ReactNode } from "react";
import type { StepView } from "@/lib/contract/operations";
import { formatBytes, formatDuration } from "@/lib/core/units";
import { Meter } from "../ui/meter";

/** How far a step is while it copies, or what it measured. */
export function StepDetail({ label, step }: { label: string; step: StepView }) {
  const { detail, status } = step;
  if (!detail) return null;
  if ("pauseMs" in detail)
    return <Line>Clients waited {formatDuration(detail.pauseMs)} for the new Redis.</Line>;
  if ("hostName" in detail)
    return (
      <Line>
        On {detail.hostName}, which had the most free memory of {detail.hosts} hosts:{" "}
        {formatBytes(detail.freeBytes)}.
      </Line>
    );
  const total = formatBytes(detail.totalBytes);
  if (status !== "running") return status === "succeeded" ? <Line>About {total} copied.</Line> : null;
  const leftBytes = Math.min(detail.leftBytes, detail.totalBytes);
  const copiedRatio = detail.totalBytes > 0 ? 1 - leftBytes / detail.totalBytes : 1;
  const left = `${formatBytes(leftBytes)} of about ${total} left`;
  return (
    <div className="grid gap-1 pt-0.5">
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(copiedRatio * 100)}
        aria-valuetext={left}
      >
        <Meter usedRatio={copiedRatio} kind="progress" />
      </div>
      <Line>{left}</Line>
    </div>
  );
}

function Line({ children }: { children: ReactNode }) {
  return <p className="text-muted-foreground text-xs tabular-nums">{children}</p>;
}
