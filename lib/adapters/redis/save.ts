import { setTimeout as sleep } from "node:timers/promises";
import type { Redis } from "ioredis";
import { DomainError } from "../../core/errors";
import { parseSaveState } from "./info";

const POLL_MS = 50;

async function waitForEnd(redis: Redis, endAt: number): Promise<{ isLastOk: boolean }> {
  for (;;) {
    const state = parseSaveState(await redis.info("persistence"));
    if (!state.isSaving) return state;
    if (Date.now() >= endAt) {
      throw new DomainError(
        "unavailable",
        "save_timeout",
        "Redis is still saving its data; the disk may be slow.",
      );
    }
    await sleep(POLL_MS);
  }
}

/**
 * Saves in a child process (SAVE itself would block every client) what is in memory from now on: a save that runs already may
 * have begun before the last write, so it is waited for first.
 */
export async function saveNow(redis: Redis, timeoutMs: number): Promise<void> {
  const endAt = Date.now() + timeoutMs;
  await waitForEnd(redis, endAt);
  await redis.bgsave();
  const { isLastOk } = await waitForEnd(redis, endAt);
  if (isLastOk) return;
  throw new DomainError(
    "unavailable",
    "save_failed",
    "Redis could not write its data to disk. Check that the host has free disk space and memory.",
  );
}
