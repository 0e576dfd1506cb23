import type { ReactNode } from "react";
import type { StepView } from "@/lib/contract/operations";
import { SWITCH_WAIT_WORDS } from "@/lib/core/imports/switch";
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
  if ("lagSeconds" in detail) return status === "running" ? <Lag lag={detail} /> : null;
  const { left: leftAmount, total: totalAmount, words } = amountOf(detail);
  const total = words(totalAmount);
  if (status !== "running") return status === "succeeded" ? <Line>About {total} copied.</Line> : null;
  const leftMost = Math.min(leftAmount, totalAmount);
  const copiedRatio = totalAmount > 0 ? 1 - leftMost / totalAmount : 1;
  const left = `${words(leftMost)} of about ${total} left`;
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

type Amount = Extract<StepView["detail"], { leftBytes: number } | { leftKeys: number }>;

const amountOf = (detail: Amount) =>
  "leftKeys" in detail
    ? {
        left: detail.leftKeys,
        total: detail.totalKeys,
        words: (keys: number) => `${keys.toLocaleString("en")} ${keys === 1 ? "key" : "keys"}`,
      }
    : { left: detail.leftBytes, total: detail.totalBytes, words: formatBytes };

type LagDetail = Extract<StepView["detail"], { lagSeconds: number }>;

function Lag({ lag: { lagBytes, lagSeconds, keys, problem, waitsFor } }: { lag: LagDetail }) {
  const behind = lagSeconds > 0 ? `, for ${formatDuration(lagSeconds * 1_000)}` : "";
  return (
    <>
      <Line>
        {lagBytes === null
          ? `Not in step${behind}: the source does not answer, or its data is being copied anew.`
          : `${formatBytes(lagBytes)} behind the source${behind}.`}
        {keys !== null && ` It holds ${keys.toLocaleString("en")} ${keys === 1 ? "key" : "keys"}.`}
      </Line>
      {waitsFor && <Line>The switch waits: {SWITCH_WAIT_WORDS[waitsFor]}.</Line>}
      {problem && <p className="text-destructive text-xs">Not switched: {problem}</p>}
    </>
  );
}

function Line({ children }: { children: ReactNode }) {
  return <p className="text-muted-foreground text-xs tabular-nums">{children}</p>;
}
