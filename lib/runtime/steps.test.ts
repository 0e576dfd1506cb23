import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { DomainError, passesOr } from "../core/errors";
import { log } from "./log";
import { patiently, waiting } from "./steps";

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

const away = (reason: string) => new DomainError("unavailable", reason, "It does not answer.");
const failing = (...errors: Error[]) => {
  const left = [...errors];
  return vi.fn(async () => {
    const error = left.shift();
    if (error) throw error;
    return "there";
  });
};
const settle = async <T>(work: Promise<T>) => {
  const settled = Promise.allSettled([work]);
  await vi.runAllTimersAsync();
  return (await settled)[0];
};

test("a wait logs its first failure and each new reason, with the operation's id", async () => {
  const warn = vi.spyOn(log, "warn").mockReturnValue();
  const [silent, loading] = [away("redis_unreachable"), away("redis_loading")];
  const probe = failing(silent, silent, loading, loading, silent);
  await settle(waiting({ operationId: "an-id" })(probe, { timeoutMs: 60_000 }));
  expect(warn.mock.calls.map(([event, fields]) => [event, fields?.operationId, fields?.reason])).toEqual([
    ["wait.goes_on", "an-id", "redis_unreachable"],
    ["wait.goes_on", "an-id", "redis_loading"],
    ["wait.goes_on", "an-id", "redis_unreachable"],
  ]);
});

test.each([
  ["a fault of ours", new TypeError("a fault")],
  ["a refusal", new DomainError("conflict", "redis_refused", "MISCONF")],
])("%s ends a wait and a step at once", async (_what, error) => {
  const probe = failing(error);
  expect(await settle(waiting({})(probe, { timeoutMs: 60_000 }))).toMatchObject({ reason: error });
  expect(probe).toHaveBeenCalledOnce();
  const work = failing(error);
  expect(await settle(patiently({ operationId: "an-id", name: "a-step" }, work))).toMatchObject({
    reason: error,
  });
  expect(work).toHaveBeenCalledOnce();
});

test("what is only not there yet is waited for where the wait names it", async () => {
  vi.spyOn(log, "warn").mockReturnValue();
  const error = new DomainError("conflict", "operation_running", "It runs.");
  const wait = { timeoutMs: 60_000, passes: passesOr("operation_running") };
  expect(await settle(waiting({})(failing(error), wait))).toMatchObject({ value: "there" });
});

test.each([
  "engine_unreachable",
  "host_unreachable",
  "redis_unreachable",
  "link_unreachable",
  "records_unreachable",
])("a step waits for what may be starting again: %s", async (reason) => {
  vi.spyOn(log, "warn").mockReturnValue();
  const work = failing(away(reason), away(reason));
  expect(await settle(patiently({ operationId: "an-id", name: "a-step" }, work))).toMatchObject({
    value: "there",
  });
});

test("a step waits for what is away no longer than for its kind", async () => {
  vi.spyOn(log, "warn").mockReturnValue();
  const startedAt = Date.now();
  const always = async () => {
    throw away("redis_unreachable");
  };
  await settle(patiently({ operationId: "an-id", name: "a-step" }, always));
  expect(Date.now() - startedAt).toBeGreaterThanOrEqual(60_000);
  expect(Date.now() - startedAt).toBeLessThan(63_000);
});
