import { describe, expect, test } from "vitest";
import { tookEffectAt } from "./effect";
import type { OperationKind, OperationStatus, StepStatus } from "./state";
import { OPERATION_STEPS } from "./steps";

const at = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second));

/** An operation whose steps end a second after each other, but for those named. */
function operation(
  kind: OperationKind,
  { status, ...others }: { status: OperationStatus; steps?: Record<string, StepStatus>; order?: string[] },
) {
  const names: readonly string[] = others.order ?? OPERATION_STEPS[kind];
  const steps = names.map((name, index) => {
    const own = others.steps?.[name] ?? "succeeded";
    return { name, status: own, finishedAt: own === "succeeded" || own === "failed" ? at(index) : null };
  });
  const finishedAt = status === "succeeded" || status === "failed" ? at(59) : null;
  return { kind, status, finishedAt, steps };
}

describe.each(["change-plan", "upgrade", "move", "undo-change"] as const)("%s", (kind) => {
  const placeOfRestart = (OPERATION_STEPS[kind] as readonly string[]).indexOf("restart-app");

  test.each(["pending", "running", "succeeded", "failed"] as const)(
    "has taken effect when the app was restarted, with its old Redis %s",
    (last) => {
      const status = last === "succeeded" || last === "failed" ? last : "running";
      const row = operation(kind, { status, steps: { "stop-predecessor": last } });
      expect(tookEffectAt(row)).toEqual(at(placeOfRestart));
    },
  );

  test.each(OPERATION_STEPS[kind].filter((name) => name !== "stop-predecessor"))(
    "has not taken effect while %s runs, nor when that failed",
    (name) => {
      const running = operation(kind, { status: "running", steps: { [name]: "running" } });
      expect(tookEffectAt(running)).toBeNull();
      const failed = operation(kind, { status: "failed", steps: { [name]: "failed" } });
      expect(tookEffectAt(failed)).toBeNull();
    },
  );

  test("one that an earlier version began, which stops its old Redis before it restarts the app, does with its restart", () => {
    const order = [...OPERATION_STEPS[kind].slice(0, -2), "stop-predecessor", "restart-app"];
    const row = operation(kind, { status: "running", order, steps: { "restart-app": "running" } });
    expect(tookEffectAt(row)).toBeNull();
    expect(tookEffectAt(operation(kind, { status: "succeeded", order }))).toEqual(at(order.length - 1));
  });
});

test.each(["provision", "restart", "remove", "change-stop-first"] as const)(
  "%s takes effect with its end",
  (kind) => {
    expect(tookEffectAt(operation(kind, { status: "running" }))).toBeNull();
    expect(tookEffectAt(operation(kind, { status: "failed" }))).toBeNull();
    expect(tookEffectAt(operation(kind, { status: "succeeded" }))).toEqual(at(59));
  },
);
