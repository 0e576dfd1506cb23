import type { ConsoleOutcome } from "../console/outcome";
import type { EventDetail } from "../events/events";

/** How something ended that somebody did. */
export const AUDIT_OUTCOMES = ["done", "running", "failed", "refused"] as const;
/** How it ended, and why where it did not go well. */
export type AuditOutcome = { outcome: (typeof AUDIT_OUTCOMES)[number]; reason: string | null };

/** Where an operation stands that an event began. */
export type BegunOperation = {
  status: "queued" | "running" | "succeeded" | "failed";
  message: string | null;
};

const OF_CONSOLE: Record<ConsoleOutcome, AuditOutcome> = {
  done: { outcome: "done", reason: null },
  error: { outcome: "failed", reason: "Redis answered with an error." },
  refused: { outcome: "refused", reason: null },
  unanswered: { outcome: "failed", reason: "No answer came: it may have been run." },
};

/** An event is written with what it tells; only an operation that it began may still run, or end badly. */
export function outcomeOf(event: EventDetail, operation: BegunOperation | null): AuditOutcome {
  if (event.type === "console_command") return OF_CONSOLE[event.data.outcome];
  if (event.type === "ssh_refused") return { outcome: "refused", reason: null };
  if ("reason" in event.data) return { outcome: "failed", reason: event.data.reason };
  if (operation?.status === "failed") return { outcome: "failed", reason: operation.message };
  const isRunning = operation?.status === "queued" || operation?.status === "running";
  return { outcome: isRunning ? "running" : "done", reason: null };
}
