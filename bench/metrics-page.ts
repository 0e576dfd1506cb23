import type { Page } from "@playwright/test";
import type { Administrator } from "./administrator";
import { table } from "./figures";
import { withAdministrator } from "./own-berth";
import { makeWatchedDatabase } from "./watched-database";

/** From the issue that asked for it; the last is of what the former build's sweep blocks. */
const TARGETS = { elements: 2_000, blockedRatio: 0.1 };
const STEPS = 80;

type Seen = { elements: number; blockedMs: number; busyMs: number };

/**
 * What the metrics page is made of once all its charts are drawn, and how long a sweep of the cursor over one of them keeps the thread, in
 * this build and a former one.
 */
export async function metricsPage({
  formerDir,
}: {
  formerDir: string | undefined;
}): Promise<Record<string, unknown>> {
  const former = formerDir === undefined ? null : await measureBuild(formerDir);
  return report(await measureBuild(), former);
}

const measureBuild = (buildDir?: string): Promise<Seen> =>
  withAdministrator(async (administrator) => {
    const resourceId = await makeWatchedDatabase(administrator.berth, "metrics", buildDir);
    return measurePage(administrator, resourceId);
  }, buildDir);

async function measurePage({ browser }: Administrator, resourceId: string): Promise<Seen> {
  const page = await browser.newPage();
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.goto(`/databases/${resourceId}/metrics?range=24h`, { waitUntil: "networkidle" });
  const charts = page.locator(".recharts-wrapper");
  await charts.first().waitFor();
  await drawAll(page);
  const elements = await page.locator("*").count();
  await charts.first().scrollIntoViewIfNeeded();
  await settle(page);
  return { elements, ...(await sweep(page)) };
}

/** Charts are drawn when they come into view. */
async function drawAll(page: Page): Promise<void> {
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  for (let top = 0; top <= height; top += 400) {
    await page.evaluate((y) => window.scrollTo(0, y), top);
    await settle(page);
  }
}

/** Until two frames have passed. */
const settle = (page: Page): Promise<void> =>
  page.evaluate(
    () => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => resolve()))),
  );

/** The cursor goes from one end of the first chart to the other and back. */
async function sweep(page: Page): Promise<Omit<Seen, "elements">> {
  const box = await page.locator(".recharts-wrapper").first().boundingBox();
  if (!box) throw new Error("the first chart is not in view");
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const busyMs = async () => {
    const { metrics } = await session.send("Performance.getMetrics");
    return (metrics.find(({ name }) => name === "TaskDuration")?.value ?? 0) * 1_000;
  };
  const observer = await page.evaluateHandle(() => {
    const seen = { blockedMs: 0 };
    // What a task takes beyond 50 ms is what a person feels of it.
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) seen.blockedMs += duration - 50;
    }).observe({ type: "longtask" });
    return seen;
  });
  const before = await busyMs();
  for (let step = 0; step <= 2 * STEPS; step += 1) {
    const place = step <= STEPS ? step : 2 * STEPS - step;
    await page.mouse.move(box.x + 80 + ((box.width - 100) * place) / STEPS, box.y + box.height / 2);
    await settle(page);
  }
  const after = await busyMs();
  const { blockedMs } = await observer.jsonValue();
  return { blockedMs, busyMs: after - before };
}

function report(ours: Seen, former: Seen | null): Record<string, unknown> {
  const ms = (value: number | undefined) => (value === undefined ? "" : `${Math.round(value)} ms`);
  const rows = [
    ["what", "this build", "former build", "target"],
    ["elements, all charts drawn", ours.elements, former?.elements ?? "", `<= ${TARGETS.elements}`],
    [
      "a sweep blocks the thread",
      ms(ours.blockedMs),
      ms(former?.blockedMs),
      `<= ${TARGETS.blockedRatio} of the former`,
    ],
    ["a sweep keeps it busy", ms(ours.busyMs), ms(former?.busyMs), ""],
  ];
  console.log(table(rows));
  return { ...ours, ...(former && { former }) };
}
