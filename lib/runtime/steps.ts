import { setTimeout as delay } from "node:timers/promises";
import { DBOS } from "@dbos-inc/dbos-sdk";
import { DomainError, type ErrorCode, isRefusal, isUnavailable } from "../core/errors";
import type { DecidingReason } from "../core/reasons";
import { HOUR_MS, MINUTE_MS } from "../core/units";
import { finishStep, setStepDetail, startStep } from "../db/operation-steps";
import { retry } from "../time/wait";
import type { Deps } from "../workflows/deps";
import { describeError, log } from "./log";

/** How long a step waits for what is away: engine, link or a node may be starting again; without records no step can be remembered anyway. */
const PATIENCE_MS: Record<string, number> = {
  engine_unreachable: 2 * MINUTE_MS,
  // The door to another host's engine is a container, which Swarm starts again.
  host_unreachable: MINUTE_MS,
  redis_unreachable: MINUTE_MS,
  redis_loading: 2 * MINUTE_MS,
  redis_busy: MINUTE_MS,
  redis_full: MINUTE_MS,
  link_unreachable: MINUTE_MS,
  link_refused: MINUTE_MS,
  records_unreachable: HOUR_MS,
} satisfies Partial<Record<DecidingReason, number>>;
const HOLD_PAUSE_MS = 250;

type Refusal = { code: ErrorCode; reason: string; message: string };
/** What is remembered of a step. Errors are kept as data, because a workflow that is resumed must see the same kind of error. */
type Outcome<T> = { ok: true; value: T } | { ok: false; error: Refusal };
type Key = { operationId: string; name: string };

/** `step` of a running operation: remembered by DBOS, shown to people through the operation's rows. */
export function operationStep(operationId: string): Deps<string>["step"] {
  return async (name, work) => {
    const key = { operationId, name };
    const own = { detail: (detail: Parameters<typeof setStepDetail>[1]) => setStepDetail(key, detail) };
    const outcome = await DBOS.runStep(() => runStep(key, () => work(own)), { name });
    if (outcome.ok) return outcome.value;
    throw new DomainError(outcome.error.code, outcome.error.reason, outcome.error.message);
  };
}

async function runStep<T>(key: Key, work: () => Promise<T>): Promise<Outcome<T>> {
  try {
    const value = await patiently(key, async () => {
      await startStep(key);
      const result = await work();
      await finishStep(key, "succeeded");
      return result;
    });
    log.info("step.finished", key);
    return { ok: true, value };
  } catch (error) {
    log[isRefusal(error) ? "warn" : "error"]("step.failed", { ...key, error: describeError(error) });
    await patiently(key, () => finishStep(key, "failed"));
    return { ok: false, error: toRefusal(error) };
  }
}

/** Repeats `work` while something it needs is away; safe, because steps are "make it so". */
export const patiently = <T>(key: Key, work: () => Promise<T>): Promise<T> =>
  retry(work, {
    timeoutMs: HOUR_MS,
    passes: (error, waitedMs) => error instanceof DomainError && waitedMs < (PATIENCE_MS[error.reason] ?? 0),
    onFailure: tellEachReason(key),
  });

const toRefusal = (error: unknown): Refusal =>
  error instanceof DomainError
    ? { code: error.code, reason: error.reason, message: error.message }
    : {
        code: "internal",
        reason: "unexpected",
        message: "Something unexpected happened. The log of the worker has the details.",
      };

/** `waitUntil` of a running operation, or of whoever `ids` name. */
export const waiting =
  (ids: Record<string, string>): Deps["waitUntil"] =>
  (probe, { timeoutMs, longestPauseMs, passes = isUnavailable }) =>
    retry(probe, {
      timeoutMs,
      ...(longestPauseMs !== undefined && { longestPauseMs }),
      passes,
      onFailure: tellEachReason(ids),
    });

/** Logs what is waited for: the first failure, and every one of another reason than the one before. */
function tellEachReason(ids: Record<string, string>): (error: unknown) => void {
  let last: string | undefined;
  return (error) => {
    const reason = error instanceof DomainError ? error.reason : String(error);
    if (reason !== last) log.warn("wait.goes_on", { ...ids, reason, error: describeError(error) });
    last = reason;
  };
}

/** Repeats `probe` for `forMs`. @throws its first error. */
export async function holds(probe: () => Promise<void>, forMs: number): Promise<void> {
  const startedAt = Date.now();
  do {
    await probe();
    await delay(HOLD_PAUSE_MS);
  } while (Date.now() - startedAt < forMs);
  await probe();
}
