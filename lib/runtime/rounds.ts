import { describeError, log } from "./log";
import type { Shift } from "./shift";

/** Runs `work` now and then after each pause, never twice at once; what fails is logged and tried again. Returns what stops it. */
export function repeat(name: string, pauseMs: number, work: () => Promise<void>): () => void {
  let timer: NodeJS.Timeout;
  let isStopped = false;
  const run = async () => {
    await work().catch((error: unknown) => log.warn(`${name}_failed`, { error: describeError(error) }));
    if (!isStopped) timer = setTimeout(() => void run(), pauseMs);
  };
  void run();
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}

/** `repeat` for what one worker does for all: the one that leads. */
export const commonRounds =
  (shift: Shift): typeof repeat =>
  (name, pauseMs, work) =>
    repeat(name, pauseMs, async () => {
      if (shift.leads()) await work();
    });
