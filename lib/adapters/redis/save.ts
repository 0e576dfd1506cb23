import type { Redis } from "ioredis";
import { DomainError } from "../../core/errors";
import { poll } from "../../time/wait";
import { parseSaveState } from "./info";

/** Where the last writes are saved, clients wait for the end. */
const LONGEST_PAUSE_MS = 250;

async function waitForEnd(redis: Redis, endAt: number): Promise<{ isLastOk: boolean }> {
  let isLastOk = false;
  const isOver = async () => {
    const state = parseSaveState(await redis.info("persistence"));
    isLastOk = state.isLastOk;
    return !state.isSaving;
  };
  if (await poll(isOver, { timeoutMs: endAt - Date.now(), longestPauseMs: LONGEST_PAUSE_MS }))
    return { isLastOk };
  throw new DomainError("conflict", "save_timeout", "Redis is still saving its data; the disk may be slow.");
}

/**
 * Saves in a child process (SAVE itself would block every client) what is in memory from now on: a save that runs already may
 * have begun before the last write, so it is waited for first. @throws DomainError `conflict` when it cannot.
 */
export async function saveNow(redis: Redis, timeoutMs: number): Promise<void> {
  const endAt = Date.now() + timeoutMs;
  await waitForEnd(redis, endAt);
  await redis.bgsave();
  const { isLastOk } = await waitForEnd(redis, endAt);
  if (isLastOk) return;
  throw new DomainError(
    "conflict",
    "save_failed",
    "Redis could not write its data to disk. Check that the host has free disk space and memory.",
  );
}
