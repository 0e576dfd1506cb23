import { setTimeout as delay } from "node:timers/promises";
import type { Administrator } from "./administrator";

const REQUESTS_PER_SECOND = 20;
const WARM_UP_SECONDS = 5;
const SECONDS = 20;

/** An address, and what its answer has to hold. */
export type Asked = { path: string; holds: string };

/** Milliseconds of each answer, after a warm-up: each request begins at its time, whether or not earlier ones have ended. */
export async function measurePages(administrator: Administrator, next: () => Asked): Promise<number[]> {
  await load(administrator, next, WARM_UP_SECONDS);
  return load(administrator, next, SECONDS);
}

async function load({ get }: Administrator, next: () => Asked, seconds: number): Promise<number[]> {
  const startedAt = performance.now();
  const answers = Array.from({ length: seconds * REQUESTS_PER_SECOND }, async (_, index) => {
    const dueAt = startedAt + (index * 1_000) / REQUESTS_PER_SECOND;
    await delay(dueAt - performance.now());
    const { path, holds } = next();
    const response = await get(path);
    const page = await response.text();
    if (response.status !== 200 || !page.includes(holds)) throw new Error(`${path}: ${response.status}`);
    return performance.now() - dueAt;
  });
  return Promise.all(answers);
}
