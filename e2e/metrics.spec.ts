import { readFileSync } from "node:fs";
import { expect, type Page } from "@playwright/test";
import { DatabaseStatsView, SeriesView } from "../lib/contract/stats";
import { nothingMeasured } from "../lib/core/stats/measures";
import { RESOLUTIONS } from "../lib/core/stats/resolutions";
import { connectDatabase, disconnectDatabase } from "../lib/db/client";
import { ensurePartitions } from "../lib/db/partitions";
import { insertBands } from "../lib/db/stats";
import { type Berth, findWorker } from "./berth";
import { docker, findContainer } from "./engine";
import { addRedis, appName, createApp } from "./journeys";
import { readDatabaseSecrets } from "./records";
import { asBerth, sayInLog } from "./redis";
import { sessionFile } from "./state";
import { test } from "./test";

const MIB = 1024 ** 2;
const DAY_MS = 24 * 3_600_000;

let resourceId = "";

function bandOf(atMs: number, ageDays: number) {
  const wave = 1 + Math.sin((atMs / DAY_MS) * 2 * Math.PI) / 2;
  const mean = {
    ...nothingMeasured(),
    cpuPercent: 4 * wave,
    memoryBytes: (30 - ageDays) * MIB,
    swapBytes: 0,
    usedMemoryBytes: (24 - ageDays) * MIB,
    connections: 6 * wave,
    opsPerSecond: 120 * wave,
    keys: 5_000 * (24 - ageDays),
  };
  const scaled = (factor: number) =>
    ({ ...mean, cpuPercent: 4 * wave * factor, opsPerSecond: 120 * wave * factor }) as typeof mean;
  return { samples: 90, low: scaled(0.5), mean, high: scaled(1.8) };
}

/** A past of 20 days, so that long ranges have something to show; of one day nothing is known. */
async function makePast({ instance }: Berth, databaseId: string): Promise<void> {
  const { postgresPort, postgresPassword } = instance;
  connectDatabase(`postgresql://postgres:${postgresPassword}@127.0.0.1:${postgresPort}/postgres`);
  try {
    for (const { id, stepMs, partitionMs } of [RESOLUTIONS[2], RESOLUTIONS[3]]) {
      const nowMs = Math.floor(Date.now() / stepMs) * stepMs;
      const fromMs = nowMs - 20 * DAY_MS;
      await ensurePartitions(`stats_${id}`, { fromMs, toMs: nowMs, partitionMs });
      for (let atMs = fromMs; atMs < nowMs; atMs += stepMs) {
        const ageDays = (nowMs - atMs) / DAY_MS;
        if (ageDays > 9 && ageDays < 10) continue;
        await insertBands(id, atMs, [{ databaseId, band: bandOf(atMs, ageDays) }]);
      }
    }
  } finally {
    await disconnectDatabase();
  }
}

test.beforeAll("a database with some data and a past", async ({ browser, berth }) => {
  const page = await browser.newPage({ baseURL: berth.baseUrl, storageState: sessionFile("olga") });
  const app = appName("chart");
  await createApp(page, { name: app });
  resourceId = await addRedis(page, app);
  await asBerth(
    berth,
    place(),
    `for i = 1, 5000 do redis.call('SET', 'key:' .. i, string.rep('x', 1000)) end`,
  );
  await makePast(berth, (await readDatabaseSecrets(berth, resourceId)).databaseId);
  await page.close();
});

const place = () => ({ resourceId, node: "node-1" });
const nodeOf = (berth: Berth) => findContainer(`${berth.instance.id}-${resourceId}-node-1`);

const chartOf = (page: Page, title: string) =>
  page.getByRole("heading", { name: title, exact: true }).locator("xpath=../..");

test("the overview shows what container and database do", async ({ login }) => {
  const page = await login("olga");
  await page.goto(`/databases/${resourceId}`);
  const section = (title: string) =>
    page.locator("section").filter({ has: page.getByRole("heading", { name: title }) });
  const container = section("Container stats");
  await expect(container).toContainText(/CPU[\d.]+%/, { timeout: 80_000 });
  await expect(container).toContainText(/Memory[\d.]+ MiBhighest [\d.]+ MiB · free [\d.]+ MiB/);
  await expect(container).toContainText(/Swap(0 B|[\d.]+ .?i?B)highest/);
  const database = section("Database stats");
  // An engine whose files are elsewhere adds up their lengths, not the space that they take.
  await expect(database).toContainText(/Size on disk[\d.]+ ([KM]i)?B/);
  await expect(page.getByRole("main")).toContainText(/Connections\d+of 20/);
  await expect(database).toContainText("5,000");
});

test("a range stands in the address; the cursor is shared; a table says the same", async ({ login }) => {
  const page = await login("olga");
  await page.goto(`/databases/${resourceId}`);
  await page.getByRole("link", { name: "Metrics" }).click();
  await page.waitForURL(/\/metrics$/);
  await expect(chartOf(page, "CPU of the container")).toBeVisible();
  const ranges = page.getByRole("navigation", { name: "Range" });
  for (const range of ["6h", "24h", "7d", "30d"]) {
    await ranges.getByRole("link", { name: range, exact: true }).click();
    await page.waitForURL(`**/metrics?range=${range}`);
    await expect(ranges.getByRole("link", { name: range, exact: true })).toHaveAttribute(
      "aria-current",
      "true",
    );
  }
  await expect(page.getByText(/^The first figures are of/)).toBeVisible();

  await test.step("a gap is a gap, not a line", async () => {
    // The unknown day in the middle cuts the line in two: it moves to a new beginning.
    const line = chartOf(page, "Memory used by Redis").locator("path.recharts-line-curve").first();
    await expect
      .poll(async () => ((await line.getAttribute("d")) ?? "").split("M").length - 1)
      .toBeGreaterThan(1);
  });

  await test.step("least, mean and most at the cursor, in all charts at once", async () => {
    // Drawn once it was seen.
    await chartOf(page, "Commands").scrollIntoViewIfNeeded();
    await expect(chartOf(page, "Commands").locator(".recharts-surface").first()).toBeVisible();
    const drawing = chartOf(page, "CPU of the container").locator(".recharts-surface").first();
    await drawing.scrollIntoViewIfNeeded();
    const box = await drawing.boundingBox();
    await page.mouse.move((box?.x ?? 0) + 420, (box?.y ?? 0) + 90);
    await expect(page.getByText(/^CPU: [\d.]+%/)).toBeVisible();
    await expect(page.getByText(/^Memory: [\d.]+ MiB/)).toBeVisible();
  });

  await test.step("the table beside a chart", async () => {
    await page.getByText("Table of CPU of the container").click();
    const table = page.getByRole("table").filter({ hasText: "CPU, least" });
    await expect(table.getByRole("row").nth(12)).toContainText("%");
    await expect(table).toContainText("no data");
  });

  await test.step("UTC or local time, and a range of one's own", async () => {
    await page.getByRole("button", { name: "UTC", exact: true }).click();
    await expect(page.getByText(/^The first figures are of .* UTC/)).toBeVisible();
    await page
      .getByLabel("From", { exact: true })
      .fill(new Date(Date.now() - 3 * DAY_MS).toISOString().slice(0, 16));
    await page
      .getByLabel("to", { exact: true })
      .fill(new Date(Date.now() - DAY_MS).toISOString().slice(0, 16));
    await page.getByRole("button", { name: "Show" }).click();
    await page.waitForURL(/from=.*&to=.*Z$/);
    await expect(chartOf(page, "Keys")).toBeVisible();
    await page.goto(`/databases/${resourceId}/metrics?range=2y`);
    await expect(page.getByText("A range is one of 1h, 6h, 24h, 7d, 30d.")).toBeVisible();
  });
});

test("a part of a chart is looked at closer, by mouse and by keyboard; its figures can be taken along", async ({
  login,
}) => {
  const page = await login("olga");
  await page.goto(`/databases/${resourceId}/metrics?range=24h`);
  const chart = chartOf(page, "CPU of the container");
  const drawing = chart.locator(".recharts-surface").first();
  await expect(drawing).toBeVisible();
  const spanMs = () => {
    const { searchParams } = new URL(page.url());
    return Date.parse(searchParams.get("to") ?? "") - Date.parse(searchParams.get("from") ?? "");
  };
  const drag = async () => {
    const box = await drawing.boundingBox();
    if (!box) throw new Error("the chart has no box");
    await page.mouse.move(box.x + box.width / 2, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width - 20, box.y + 60, { steps: 4 });
  };

  await test.step("Escape lets a drag go", async () => {
    await drag();
    await page.keyboard.press("Escape");
    await page.mouse.up();
    expect(page.url()).toContain("range=24h");
  });

  await test.step("a drag shows that part, and the way back is the browser's", async () => {
    await drag();
    await page.mouse.up();
    await page.waitForURL(/from=.*&to=/);
    expect(spanMs()).toBeLessThan(DAY_MS / 2 + 3_600_000);
    await page.goBack();
    await page.waitForURL(/range=24h/);
    await page.goForward();
    await page.waitForURL(/from=.*&to=/);
  });

  await test.step("buttons do the same", async () => {
    const before = spanMs();
    await page.getByRole("button", { name: "Zoom out" }).press("Enter");
    await expect.poll(spanMs).toBeGreaterThan(before * 1.9);
    await page.getByRole("button", { name: "Zoom in" }).press("Enter");
    await expect.poll(spanMs).toBeLessThan(before * 1.1);
  });

  await test.step("where an alert would fire is said and, once it is near, drawn", async () => {
    await expect(chartOf(page, "Memory used by Redis")).toContainText(
      /plan [\d.]+ MiB · alert above [\d.]+ MiB/,
    );
  });

  await test.step("figures as CSV", async () => {
    const download = page.waitForEvent("download");
    await page.getByRole("button", { name: "Download CPU of the container as CSV" }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe(`${resourceId}-cpu.csv`);
    expect(readFileSync(await file.path(), "utf8")).toMatch(/^Time,CPU mean,CPU least,CPU most\r\n20\d\d-/);
  });

  await test.step("the whole page is made of few parts", async () => {
    await page.goto(`/databases/${resourceId}/metrics?range=30d`);
    await expect(page.getByText(/^Updated \d+ s ago$/)).toBeVisible();
    for (const heading of await page.getByRole("heading", { level: 3 }).all())
      await heading.scrollIntoViewIfNeeded();
    await expect(page.locator(".recharts-wrapper")).toHaveCount(12);
    expect(await page.locator("*").count()).toBeLessThan(2_000);
  });
});

test("nothing is asked while the tab is hidden", async ({ login }) => {
  const page = await login("olga");
  await page.clock.install();
  const asked: string[] = [];
  page.on("request", (request) => {
    if (request.url().includes("/api/ui/")) asked.push(request.url());
  });
  await page.goto(`/databases/${resourceId}/metrics`);
  await page.clock.runFor(1_000);
  await expect(chartOf(page, "Keys")).toBeVisible();
  const show = (state: "hidden" | "visible") =>
    page.evaluate((value) => {
      Object.defineProperty(document, "visibilityState", { value, configurable: true });
      Object.defineProperty(document, "hidden", { value: value === "hidden", configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, state);
  const before = asked.length;
  await page.clock.runFor(30_000);
  await expect.poll(() => asked.length, "it asks while it is seen").toBeGreaterThan(before + 2);
  await show("hidden");
  await page.waitForLoadState("networkidle");
  const hidden = asked.length;
  await page.clock.runFor(120_000);
  expect(asked.slice(hidden)).toEqual([]);
  await show("visible");
  await page.clock.runFor(15_000);
  await expect.poll(() => asked.length, "and again when it is seen again").toBeGreaterThan(hidden);
});

test("a rule of an alert is changed on the page and holds", async ({ login }) => {
  const page = await login("olga");
  await page.goto(`/databases/${resourceId}/metrics`);
  const rule = page.getByRole("form", { name: "Memory" });
  await rule.getByLabel("Above, % of the plan").fill("75");
  await rule.getByRole("button", { name: "Save Memory" }).click();
  await expect(rule.getByText("Saved.")).toBeVisible();
  await page.reload();
  await expect(rule.getByLabel("Above, % of the plan")).toHaveValue("75");
});

test("logs: the last lines, those that come, words in them, and a file", async ({ login, berth }) => {
  const page = await login("olga");
  await page.goto(`/databases/${resourceId}/logs`);
  const lines = page.getByRole("region", { name: "Lines" });
  const folded = lines.getByText(/^Make the database: \d+ lines/).first();
  await folded.click();
  await expect(lines).toContainText("Ready to accept connections");
  await expect(lines).toContainText("Gateway");
  const first = lines.getByRole("listitem").first();
  await expect(first, "one time a line").not.toContainText(/\d:[CM] \d+ \w+ 20\d\d/);
  await expect(first).toContainText(/(Info|Warning|Error)/);
  await page.getByRole("button", { name: "Follow" }).click();
  await expect(page.getByText("New lines show as they are written.")).toBeVisible();
  await sayInLog(berth, place(), "a-live-word");
  await expect(lines).toContainText("a-live-word");
  await page.getByRole("searchbox", { name: "Words" }).fill("READY to accept");
  await page.getByRole("button", { name: "Search" }).click();
  await page.waitForURL(/q=READY/);
  await expect(lines).toContainText("Ready to accept connections");
  await expect(lines).not.toContainText("a-live-word");
  await expect(lines.locator("mark").first()).toHaveText("Ready to accept");
  await page.getByRole("combobox", { name: "Operation" }).selectOption({ index: 1 });
  await page.getByRole("button", { name: "Search" }).click();
  await page.waitForURL(/operation=/);
  await expect(lines).toContainText("Ready to accept connections");
  const download = page.waitForEvent("download");
  await page.getByRole("link", { name: "Download" }).click();
  expect((await download).suggestedFilename()).toBe(`${resourceId}.log`);
  await lines.getByRole("link").first().click();
  await page.waitForURL(/logs\?at=/);
  await expect(lines.locator("[aria-current]")).toBeVisible();
});

test("a killed worker goes on by itself; a killed node begins its highest anew, without a spike", async ({
  login,
  berth,
}) => {
  const page = await login("olga");
  const read = async () =>
    DatabaseStatsView.parse(await (await page.request.get(`/api/ui/databases/${resourceId}/stats`)).json());
  const seenSince = (ms: number) =>
    expect
      .poll(async () => Date.parse((await read()).answeredAt ?? ""), { timeout: 120_000 })
      .toBeGreaterThan(ms);

  await asBerth(berth, place(), `redis.call('SET', 'large', string.rep('x', 14000000))`);
  await seenSince(Date.now());
  const before = await read();
  await asBerth(berth, place(), `redis.call('DEL', 'large')`);
  process.kill(findWorker(berth), "SIGKILL");
  const killedAtMs = Date.now();
  await seenSince(killedAtMs);
  const highest = before.container?.memory.highest ?? 0;
  expect(highest).toBeGreaterThan(14_000_000);
  expect((await read()).container?.memory.highest, "it outlives the worker").toBeGreaterThanOrEqual(highest);

  await docker.getContainer(await nodeOf(berth)).kill();
  const anew = async () => {
    const { server, isCurrent, container } = await read();
    return (
      isCurrent && server && server.uptimeSeconds < 60 && (container?.memory.highest ?? highest) < highest
    );
  };
  await expect.poll(anew, { timeout: 120_000 }).toBe(true);
  const answer = await page.request.get(`/api/ui/databases/${resourceId}/stats/series?range=1h`);
  const { measures } = SeriesView.parse(await answer.json());
  const most = (values: (number | null)[]) => Math.max(...values.map((value) => value ?? 0));
  expect(most(measures.inputBytesPerSecond.high), "no counter drew a spike").toBeLessThan(10_000_000);
  expect(most(measures.cpuPercent.high)).toBeLessThan(200);
});

test("there is no /metrics without a token", async ({ request }) => {
  expect((await request.get("/metrics")).status()).toBe(404);
});
