import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import type { StepView } from "@/lib/contract/operations";
import { MIB } from "@/lib/core/units";
import { StepDetail } from "./step-detail";

const draw = (step: Pick<StepView, "status" | "detail">): string =>
  renderToStaticMarkup(
    <StepDetail label="Copy" step={{ name: "wait-for-sync", startedAt: null, finishedAt: null, ...step }} />,
  );

test("a copy that runs tells how much is left, in words and to a screen reader", () => {
  const html = draw({ status: "running", detail: { leftBytes: 125 * MIB, totalBytes: 500 * MIB } });
  expect(html).toContain('role="progressbar"');
  expect(html).toContain('aria-valuenow="75"');
  expect(html).toContain('aria-valuetext="125.0 MiB of about 500.0 MiB left"');
  expect(html).toContain(">125.0 MiB of about 500.0 MiB left<");
});

test("what is left is never more than there is", () => {
  const html = draw({ status: "running", detail: { leftBytes: 12 * MIB, totalBytes: 10 * MIB } });
  expect(html).toContain('aria-valuenow="0"');
  expect(html).toContain("10.0 MiB of about 10.0 MiB left");
});

test.each([
  [
    "a copy that is done",
    { status: "succeeded", detail: { leftBytes: 0, totalBytes: MIB } },
    "About 1.0 MiB copied.",
  ],
  [
    "a cut-over",
    { status: "succeeded", detail: { pauseMs: 27.4 } },
    "Clients waited 27 ms for the new Redis.",
  ],
  [
    "a placement",
    { status: "succeeded", detail: { hostName: "host-2", freeBytes: 3 * MIB, hosts: 3 } },
    "On host-2, which had the most free memory of 3 hosts: 3.0 MiB.",
  ],
] as const)("%s tells what it measured", (_, step, sentence) => {
  const html = draw(step);
  expect(html).toContain(sentence);
  expect(html).not.toContain("progressbar");
});

const LAG = { lagBytes: 2_048, lagSeconds: 0, keys: 1, problem: null, problemAt: null };

test.each([
  [LAG, "2 KiB behind the source. It holds 1 key."],
  [{ ...LAG, lagSeconds: 8 }, "behind the source, for 8.0 s."],
  [
    { ...LAG, lagBytes: null, lagSeconds: 30, keys: null },
    "Not in step, for 30 s: the source does not answer",
  ],
  [{ ...LAG, problem: "1 of 5 values differ." }, "Not switched: 1 of 5 values differ."],
  [{ ...LAG, waitsFor: "backup" as const }, "The switch waits: a backup of the database is being taken."],
])("what stays in step tells how far behind it is, and why it did not switch", (detail, sentence) => {
  expect(draw({ status: "running", detail })).toContain(sentence);
  expect(draw({ status: "succeeded", detail })).toBe("");
});

test("a copy that failed claims nothing", () => {
  expect(draw({ status: "failed", detail: { leftBytes: MIB, totalBytes: MIB } })).toBe("");
});
