/** Most waits are short; a long one must not keep what it asks busy. */
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 2_000;

type Pauses = {
  timeoutMs: number;
  /** Pauses double from 50 ms up to this; 2 s unless somebody waits for the end of this very wait. */
  longestPauseMs?: number;
};

type Retry = Pauses & {
  /** What is waited out, and for how long at most; anything else ends the wait at once. */
  passes: (error: unknown, waitedMs: number) => boolean;
  /** Called with each failure that is waited out. */
  onFailure?: (error: unknown) => void;
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Answers when the next try is due: after ever longer pauses, the last one at the very end. */
function pauses({ timeoutMs, longestPauseMs = LONGEST_PAUSE_MS }: Pauses) {
  const startedAt = Date.now();
  let nextMs = Math.min(FIRST_PAUSE_MS, longestPauseMs);
  return {
    waitedMs: () => Date.now() - startedAt,
    isOver: () => Date.now() - startedAt >= timeoutMs,
    next: async () => {
      await pause(Math.min(nextMs, Math.max(0, startedAt + timeoutMs - Date.now())));
      nextMs = Math.min(nextMs * 2, longestPauseMs);
    },
  };
}

/** Repeats `work` while it fails in a way that passes, which has to be safe. @throws its last error. */
export async function retry<T>(work: () => Promise<T>, { passes, onFailure, ...limits }: Retry): Promise<T> {
  const wait = pauses(limits);
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!passes(error, wait.waitedMs()) || wait.isOver()) throw error;
      onFailure?.(error);
    }
    await wait.next();
  }
}

/** Asks again until `isDone` says so; false when the time passed before. @throws its first error. */
export async function poll(isDone: () => boolean | Promise<boolean>, limits: Pauses): Promise<boolean> {
  const wait = pauses(limits);
  while (!(await isDone())) {
    if (wait.isOver()) return false;
    await wait.next();
  }
  return true;
}
