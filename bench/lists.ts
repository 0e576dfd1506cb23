import { randomInt } from "node:crypto";
import type { Administrator } from "./administrator";
import { percentile, table } from "./figures";
import { APPS, withManyRecords } from "./many-records";
import { withAdministrator } from "./own-berth";
import { type Asked, measurePages } from "./paced-pages";

/** At most this much; from the issue that asked for it. */
const TARGETS = { p95Ms: 60 };

const anyApp = (): string => `many-${randomInt(APPS) + 1}`;
const anyOf = <T>(values: readonly [T, ...T[]]): T => values[randomInt(values.length)] ?? values[0];

/** What is asked of each, and what the answer has to hold. */
const LISTS: Record<string, () => Asked> = {
  databases: () => {
    const order = anyOf(["name", "app", "memory", "connections"] as const);
    return { path: `/databases?order=${order}&page=${randomInt(20) + 1}`, holds: "many-" };
  },
  "databases, searched": () => {
    const app = anyApp();
    return { path: `/databases?q=${app.toUpperCase()}`, holds: `${app}-1001` };
  },
  "databases, filtered": () => ({ path: "/databases?filter=attention&q=many", holds: "many-" }),
  apps: () => ({ path: `/apps?page=${randomInt(10) + 1}`, holds: "many-" }),
  "apps, searched": () => {
    const app = anyApp();
    return { path: `/apps?q=${app}-1002`, holds: app };
  },
  "go to": () => {
    const app = anyApp();
    return { path: `/api/ui/find?q=${app}-1001`, holds: `${app}-1001` };
  },
};

/** How fast lists and search answer with 500 apps and 1,000 databases, at 20 requests a second each. */
export const lists = (): Promise<Record<string, unknown>> =>
  withAdministrator((administrator) => withManyRecords(administrator.berth, () => measure(administrator)));

async function measure(administrator: Administrator): Promise<Record<string, unknown>> {
  const figures: Record<string, { p50Ms: number; p95Ms: number }> = {};
  for (const [name, next] of Object.entries(LISTS)) {
    const answers = await measurePages(administrator, next);
    figures[name] = {
      p50Ms: Math.round(percentile(answers, 0.5)),
      p95Ms: Math.round(percentile(answers, 0.95)),
    };
  }
  const rows = Object.entries(figures).map(([name, { p50Ms, p95Ms }]) => [
    name,
    `${p50Ms} ms`,
    `${p95Ms} ms`,
    `<= ${TARGETS.p95Ms} ms`,
  ]);
  console.log(table([["what", "p50", "p95", "target"], ...rows]));
  return { unit: "ms", ...figures };
}
