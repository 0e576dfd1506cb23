import { expect, test } from "vitest";
import type { OperationView } from "@/lib/contract/operations";
import { busyReason, changeTitle, operationTitle, stageOf, waitingNote } from "./words";

const AT = "2026-01-05T10:11:12.000Z";
const change = (fields: Partial<OperationView>): OperationView => ({
  id: "1",
  kind: "change-plan",
  status: "running",
  appId: "a1",
  appName: "shop",
  resourceId: "shop-1",
  actorEmail: "ada@example.org",
  backupId: null,
  feature: null,
  change: { fromPlanId: "256m", toPlanId: "1g", fromVersion: "8.0.2", toVersion: "8.0.2" },
  createdAt: AT,
  finishedAt: null,
  tookEffectAt: null,
  error: null,
  steps: [],
  ...fields,
});

test.each([
  ["unfinished", "Changing shop-1 to plan 1g", change({})],
  ["in-effect", "shop-1 was changed to plan 1g", change({ tookEffectAt: AT })],
  ["succeeded", "shop-1 was changed to plan 1g", change({ status: "succeeded", tookEffectAt: AT })],
  ["failed", "shop-1 could not be changed to plan 1g", change({ status: "failed" })],
  // Its old Redis could not be stopped.
  ["failed", "shop-1 was changed to plan 1g", change({ status: "failed", tookEffectAt: AT })],
])("a change that is %s is told as: %s", (stage, title, operation) => {
  expect(stageOf(operation)).toBe(stage);
  expect(operationTitle(operation)).toBe(title);
});

test.each([
  [
    { fromVersion: "7.0.15", toVersion: "8.1.1", fromEngine: "redis", toEngine: "valkey" },
    "Redis 7.0.15 → Valkey 8.1.1",
  ],
  [
    { fromVersion: "8.1.1", toVersion: "9.1.2", fromEngine: "valkey", toEngine: "valkey" },
    "Valkey 8.1.1 → 9.1.2",
  ],
  [{ fromVersion: "8.1.1", toVersion: "8.1.1", fromEngine: "valkey", toEngine: "valkey" }, ""],
  [{ fromVersion: "7.0.15", toVersion: "8.0.2" }, "Redis 7.0.15 → 8.0.2"],
])("a change of version names its engines: %j", (versions, title) => {
  expect(changeTitle({ fromPlanId: "1g", toPlanId: "1g", ...versions })).toBe(title);
});

test("what is left of a change in effect keeps only the next one waiting, and says for what", () => {
  const operation = change({ tookEffectAt: AT });
  expect(waitingNote(operation)).toBe(
    "The old Redis is still being stopped: some seconds, which nobody has to wait for.",
  );
  expect(busyReason(operation)).toBe("Not before the old Redis is stopped, some seconds from now.");
  expect(busyReason(change({}))).toBe("Not while this runs: Changing shop-1 to plan 1g.");
  expect(busyReason(change({ status: "succeeded", tookEffectAt: AT }))).toBeNull();
});
