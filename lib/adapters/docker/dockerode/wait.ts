import { setTimeout as sleep } from "node:timers/promises";

const FIRST_STEP_MS = 50;
const LONGEST_STEP_MS = 1_000;

/** Short steps first, for most waits are; a long one must not keep the engine busy. */
const stepAfter = (stepMs: number): number => Math.min(stepMs * 1.3, LONGEST_STEP_MS);

/** Asks again until `isDone` says so; false when `timeoutMs` passed before. */
export async function waitUntil(isDone: () => Promise<boolean>, timeoutMs: number): Promise<boolean> {
  const endAt = Date.now() + timeoutMs;
  for (let stepMs = FIRST_STEP_MS; !(await isDone()); stepMs = stepAfter(stepMs)) {
    if (Date.now() >= endAt) return false;
    await sleep(stepMs);
  }
  return true;
}

/** Runs `act` again while it fails in a way that `mayPass` knows, at most for `timeoutMs`; then lets the failure through. */
export async function retryWhile(
  act: () => Promise<void>,
  mayPass: (error: unknown) => boolean,
  timeoutMs: number,
): Promise<void> {
  const endAt = Date.now() + timeoutMs;
  for (let stepMs = FIRST_STEP_MS; ; stepMs = stepAfter(stepMs)) {
    try {
      return await act();
    } catch (error) {
      if (!mayPass(error) || Date.now() >= endAt) throw error;
      await sleep(stepMs);
    }
  }
}
