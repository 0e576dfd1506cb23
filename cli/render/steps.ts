import { SWITCH_WAIT_WORDS } from "@/lib/core/imports/switch";
import { stepLabel } from "@/lib/core/operations/steps";
import { formatBytes, formatDuration } from "@/lib/core/units";
import type { Colour } from "../colour";
import type { Operation } from "../wire";

/** "59 min 59 s" with a space before it. */
const DURATION_WIDTH = 12;

type Step = Operation["steps"][number];

const durationOf = ({ startedAt, finishedAt }: Step): string =>
  startedAt !== null && finishedAt !== null
    ? formatDuration(Date.parse(finishedAt) - Date.parse(startedAt))
    : "";

/** A line for each step that has ended, in their order. */
export function finishedStepLines({ steps }: Operation, colour: Colour): string[] {
  const width = Math.max(...steps.map(({ name }) => stepLabel(name).length));
  return steps
    .filter(({ status }) => status === "succeeded" || status === "failed")
    .map((step) => {
      const mark = step.status === "failed" ? colour.red("failed") : colour.green("done  ");
      const line = `  ${mark}  ${stepLabel(step.name).padEnd(width)}${colour.dim(durationOf(step).padStart(DURATION_WIDTH))}`;
      return `${line}  ${detailOf(step)}`.trimEnd();
    });
}

/** How far a step is, or what it measured. */
function detailOf({ detail }: Step): string {
  if (detail === null) return "";
  if ("hostName" in detail)
    return `on ${detail.hostName}: ${formatBytes(detail.freeBytes)} free, the most of ${detail.hosts} hosts`;
  if ("pauseMs" in detail) return `writes were held for ${formatDuration(detail.pauseMs)}`;
  if ("lagSeconds" in detail) return lagOf(detail);
  if ("leftKeys" in detail)
    return detail.leftKeys > 0 ? `${detail.leftKeys} of ${detail.totalKeys} keys left` : "";
  return detail.leftBytes > 0
    ? `${formatBytes(detail.leftBytes)} of ${formatBytes(detail.totalBytes)} left`
    : "";
}

function lagOf({
  lagBytes,
  lagSeconds,
  problem,
  waitsFor,
}: Extract<Step["detail"], { lagSeconds: number }>): string {
  const lag =
    lagBytes === null ? `not in step for ${lagSeconds} s` : `${formatBytes(lagBytes)} behind the source`;
  if (waitsFor) return `${lag}; the switch waits: ${SWITCH_WAIT_WORDS[waitsFor]}`;
  return problem === null ? lag : `${lag}; not switched: ${problem}`;
}

/** That a change has taken effect while its old Redis is still being stopped. */
export const effectLine = ({ resource_id }: Operation, colour: Colour): string =>
  `  ${colour.green("ready ")}  ${resource_id} serves as asked for; its old Redis is still being stopped.`;

/** What is being done now. */
export function currentStepLine({ steps, status }: Operation): string {
  const running = steps.find((step) => step.status === "running");
  if (running) return `  ...     ${stepLabel(running.name)}  ${detailOf(running)}`.trimEnd();
  return status === "pending" ? "  ...     Waiting for its turn" : "  ...";
}

/** Every step with how far it is. */
export const stepRows = ({ steps }: Operation): string[][] =>
  steps.map((step) => [stepLabel(step.name), step.status, durationOf(step)]);
