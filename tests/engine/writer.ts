import { setTimeout as delay } from "node:timers/promises";
import type { Redis } from "ioredis";
import { retry } from "../../lib/time/wait";

async function readBack(connect: () => Redis, keys: readonly string[]): Promise<(string | null)[]> {
  const client = connect().on("error", () => {});
  try {
    const values: (string | null)[] = [];
    for (let at = 0; at < keys.length; at += 1_000)
      values.push(...(await client.mget(keys.slice(at, at + 1_000))));
    return values;
  } finally {
    client.disconnect();
  }
}

/** Writes one key after the other, each once the one before was answered, and connects anew whenever that fails. */
export function startWriter(connect: () => Redis) {
  const acknowledged: number[] = [];
  let isStopped = false;
  let longestMs = 0;
  let refusals = new Set<string>();
  const run = async () => {
    let client: Redis | null = null;
    let lastAt = Date.now();
    for (let number = 0; !isStopped; number += 1)
      try {
        client ??= connect().on("error", () => {});
        await client.set(`key:${number}`, number);
        acknowledged.push(number);
        longestMs = Math.max(longestMs, Date.now() - lastAt);
        lastAt = Date.now();
      } catch (error) {
        refusals.add(error instanceof Error ? error.message : String(error));
        client?.disconnect();
        client = null;
        await delay(20);
      }
    client?.disconnect();
  };
  const ended = run();
  return {
    written: () => acknowledged.length,
    /** Forgets the longest time without a write until now. */
    begin: () => {
      longestMs = 0;
      refusals = new Set();
    },
    /** `lost`: acknowledged, and not there. */
    stop: async () => {
      isStopped = true;
      await ended;
      const keys = acknowledged.map((key) => `key:${key}`);
      // Also outside of Vitest, in a story of its own.
      const values = await retry(() => readBack(connect, keys), {
        passes: () => true,
        timeoutMs: 30_000,
        longestPauseMs: 200,
      });
      const lost = values.filter((value, index) => value !== String(acknowledged[index])).length;
      return { written: acknowledged.length, lost, longestMs, refusals: [...refusals] };
    },
  };
}
