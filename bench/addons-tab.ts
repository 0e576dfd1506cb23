import { randomInt } from "node:crypto";
import type { Administrator } from "./administrator";
import { APPS } from "./many-records";
import { measurePages } from "./paced-pages";

/** Milliseconds of each answer of the Addons tab, of the apps of many records. */
export const measureAddonsTab = (administrator: Administrator): Promise<number[]> =>
  measurePages(administrator, () => {
    const app = `many-${randomInt(APPS) + 1}`;
    return { path: `/apps/${app}/addons`, holds: `${app}-1001` };
  });
