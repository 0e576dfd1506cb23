import { expect, test } from "vitest";
import type { EventDetail } from "../events/events";
import { type BegunOperation, outcomeOf } from "./outcome";

const RESTART: EventDetail = { type: "restart", data: {} };
const FAILED: EventDetail = {
  type: "addon_failed",
  data: { resourceId: "a-1000", planId: "1g", reason: "no room" },
};
const line = (outcome: "done" | "error" | "refused" | "unanswered"): EventDetail => ({
  type: "console_command",
  data: { resourceId: "a-1000", database: 0, command: "GET k", outcome, ms: 1 },
});
const operation = (status: BegunOperation["status"], message: string | null = null) => ({ status, message });

test.each<[string, EventDetail, BegunOperation | null, string, string | null]>([
  ["what began nothing is done", RESTART, null, "done", null],
  ["what waits is running", RESTART, operation("queued"), "running", null],
  ["what runs is running", RESTART, operation("running"), "running", null],
  ["an operation that ended well", RESTART, operation("succeeded"), "done", null],
  ["an operation that failed says why", RESTART, operation("failed", "no image"), "failed", "no image"],
  ["a failure that is told has its own reason", FAILED, operation("failed", "other"), "failed", "no room"],
  ["a line that ran", line("done"), null, "done", null],
  ["a line that ran with an error", line("error"), null, "failed", "Redis answered with an error."],
  ["a line that was refused", line("refused"), null, "refused", null],
  ["a line without an answer", line("unanswered"), null, "failed", "No answer came: it may have been run."],
  [
    "a refusal over SSH",
    { type: "ssh_refused", data: { what: "a shell", address: "::1" } },
    null,
    "refused",
    null,
  ],
])("%s", (_name, event, begun, outcome, reason) => {
  expect(outcomeOf(event, begun)).toEqual({ outcome, reason });
});
