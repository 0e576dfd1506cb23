import { randomInt } from "node:crypto";
import type { Administrator } from "./administrator";
import { APPS, fillRecords } from "./many-records";
import { measurePages } from "./paced-pages";

/** Milliseconds of each answer of the Addons tab, with many records. */
export async function measureAddonsTab(administrator: Administrator): Promise<number[]> {
  await fillRecords(administrator.berth);
  return measurePages(administrator, () => {
    const app = `many-${randomInt(APPS) + 1}`;
    return { path: `/apps/${app}/addons`, holds: `${app}-1001` };
  });
}
