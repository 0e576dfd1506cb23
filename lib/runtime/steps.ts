import { setTimeout as delay } from "node:timers/promises";
import { DBOS } from "@dbos-inc/dbos-sdk";
import { DomainError, type ErrorCode } from "../core/errors";
import { HOUR_MS, MINUTE_MS, SECOND_MS } from "../core/units";
import { finishStep, startStep } from "../db/operation-steps";
import type { Deps } from "../workflows/deps";
import { describeError, log } from "./log";

/** How long a step waits for what is away: engine, link or a node may be starting again; without records no step can be remembered anyway. */
const PATIENCE_MS: Record<string, number> = {
  engine_unreachable: 2 * MINUTE_MS,
  redis_unreachable: MINUTE_MS,
  redis_loading: 2 * MINUTE_MS,
  link_unreachable: MINUTE_MS,
  records_unreachable: HOUR_MS,
};
const RETRY_FIRST_MS = 200;
const RETRY_MAX_MS = 5 * SECOND_MS;

type Refusal = { code: ErrorCode; reason: string; message: string };
/** What is remembered of a step. Errors are kept as data, because a workflow that is resumed must see the same kind of error. */
type Outcome<T> = { ok: true; value: T } | { ok: false; error: Refusal };

/** `step` of a running operation: remembered by DBOS, shown to people through the operation's rows. */
export function operationStep(operationId: string): Deps["step"] {
  return async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    const outcome = await DBOS.runStep(() => runStep({ operationId, name }, work), { name });
    if (outcome.ok) return outcome.value;
    throw new DomainError(outcome.error.code, outcome.error.reason, outcome.error.message);
  };
}

async function runStep<T>(
  key: { operationId: string; name: string },
  work: () => Promise<T>,
): Promise<Outcome<T>> {
  try {
    const value = await patiently(async () => {
      await startStep(key);
      const result = await work();
      await finishStep(key, "succeeded");
      return result;
    });
    log.info("step.finished", key);
    return { ok: true, value };
  } catch (error) {
    log.warn("step.failed", { ...key, error: describeError(error) });
    await patiently(() => finishStep(key, "failed"));
    return { ok: false, error: toRefusal(error) };
  }
}

/** Repeats `work` while something it needs is away; safe, because steps are "make it so". */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  const startedAt = Date.now();
  for (let pauseMs = RETRY_FIRST_MS; ; pauseMs = Math.min(pauseMs * 2, RETRY_MAX_MS)) {
    try {
      return await work();
    } catch (error) {
      const patienceMs = error instanceof DomainError ? (PATIENCE_MS[error.reason] ?? 0) : 0;
      if (Date.now() - startedAt >= patienceMs) throw error;
      await delay(pauseMs);
    }
  }
}

const toRefusal = (error: unknown): Refusal =>
  error instanceof DomainError
    ? { code: error.code, reason: error.reason, message: error.message }
    : {
        code: "internal",
        reason: "unexpected",
        message: "Something unexpected happened. The log of the worker has the details.",
      };

const PROBE_PAUSE_MS = 50;
const HOLD_PAUSE_MS = 250;

/** Tries `probe` until it resolves, at most `timeoutMs`. @throws its last error. */
export async function waitUntil<T>(probe: () => Promise<T>, timeoutMs: number): Promise<T> {
  const startedAt = Date.now();
  for (;;) {
    try {
      return await probe();
    } catch (error) {
      if (Date.now() - startedAt >= timeoutMs) throw error;
      await delay(PROBE_PAUSE_MS);
    }
  }
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
