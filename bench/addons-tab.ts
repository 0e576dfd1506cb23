import { randomInt } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { Administrator } from "./administrator";
import { APPS, fillRecords } from "./many-records";

const REQUESTS_PER_SECOND = 20;
const WARM_UP_SECONDS = 5;
const SECONDS = 20;

/** Milliseconds of each answer of the Addons tab: each request begins at its time, whether or not earlier ones have ended. */
export async function measureAddonsTab(administrator: Administrator): Promise<number[]> {
  await fillRecords(administrator.berth);
  await load(administrator, WARM_UP_SECONDS);
  return load(administrator, SECONDS);
}

async function load({ get }: Administrator, seconds: number): Promise<number[]> {
  const startedAt = performance.now();
  const answers = Array.from({ length: seconds * REQUESTS_PER_SECOND }, async (_, index) => {
    const dueAt = startedAt + (index * 1_000) / REQUESTS_PER_SECOND;
    await delay(dueAt - performance.now());
    const app = `many-${randomInt(APPS) + 1}`;
    const response = await get(`/apps/${app}/addons`);
    const page = await response.text();
    if (response.status !== 200 || !page.includes(`${app}-1001`))
      throw new Error(`${app}: ${response.status}`);
    return performance.now() - dueAt;
  });
  return Promise.all(answers);
}
