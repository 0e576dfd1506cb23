import { randomInt } from "node:crypto";
import { expect, type Locator, type Page } from "@playwright/test";
import { BackupsAnswer } from "../lib/contract/answers";

/** A name that no other app of this run has. */
export const appName = (stem: string): string => `${stem}-${randomInt(10_000, 100_000)}`;

type AppSource = { name: string; image?: string; command?: string };

/** Command of an app that counts in its Redis, as anybody would write it; the trap lets it end at once. */
export const TICKING = `sh -c 'trap "exit 0" TERM; while :; do [ -n "$REDIS_URL" ] && redis-cli -u "$REDIS_URL" --no-auth-warning incr ticks; sleep 0.2; done'`;

/** Command of an app that does nothing, and ends at once when it is asked to: process 1 hears only what it waits for. */
export const IDLE = `sh -c 'trap "exit 0" TERM; while :; do sleep 0.2; done'`;

/** Makes an app with the form; waits until its page shows, and its container when it has one. */
export async function createApp(page: Page, { name, image, command = "" }: AppSource): Promise<void> {
  await page.goto("/apps/new");
  await page.getByLabel("Name", { exact: true }).fill(name);
  if (image) {
    await page.getByLabel("Image", { exact: true }).fill(image);
    await page.getByLabel("Command").fill(command);
  } else await page.getByRole("radio", { name: /^Nothing yet/ }).check();
  await page.getByRole("button", { name: "Create the app" }).click();
  await page.waitForURL(`/apps/${name}`);
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  if (image) await expect(page.getByRole("row").filter({ hasText: image })).toContainText("Running");
}

/** Opens the dialog and chooses a plan; the form is ready to be sent. */
export async function choosePlan(page: Page, app: string, plan: string): Promise<Locator> {
  await page.goto(`/apps/${app}/addons`);
  await page.getByRole("link", { name: "Add an addon" }).click();
  const dialog = page.getByRole("dialog", { name: "Add an addon" });
  await dialog.getByRole("radio", { name: new RegExp(`^${plan}\\b`) }).check();
  return dialog.getByRole("button", { name: `Add Redis ${plan}` });
}

/** The addon's own row; what moves stands in another one below it. */
export const addonRow = (page: Page, resourceId: string): Locator =>
  page.getByRole("row", { name: new RegExp(`^${resourceId} Redis`) });

/** Waits in the dialog until the database serves. Answers its resource id. */
export async function seeRunning(page: Page, timeoutMs = 60_000): Promise<string> {
  const dialog = page.getByRole("dialog", { name: "Your database" });
  const link = dialog.getByRole("link", { name: "Link to dashboard" });
  await expect(link).toBeVisible({ timeout: timeoutMs });
  const resourceId = (await link.getAttribute("href"))?.split("/").at(-1) ?? "";
  await dialog.getByRole("button", { name: "Close", exact: true }).first().click();
  // What closed at once is still in the address until the page has come back.
  await page.waitForURL(/\/addons$/);
  await expect(addonRow(page, resourceId)).toContainText("Running");
  return resourceId;
}

/** Adds a Redis with mouse and dialog, start to end. */
export async function addRedis(page: Page, app: string, plan = "free"): Promise<string> {
  await (await choosePlan(page, app, plan)).click();
  return seeRunning(page);
}

/** The backup that was taken last; what is not proven yet says so in the same row. */
export const newestBackup = (page: Page): Locator => page.getByRole("row", { name: /· Redis/ }).first();

/** Takes a backup by hand, start to proof. Answers its id. */
export async function backUp(page: Page, resourceId: string): Promise<string> {
  await page.goto(`/databases/${resourceId}/backups`);
  await page.getByRole("button", { name: "Back up now" }).click();
  await expect(newestBackup(page)).toContainText("Proven", { timeout: 120_000 });
  const answer = await page.request.get(`/api/ui/databases/${resourceId}/backups`);
  return BackupsAnswer.parse(await answer.json()).backups[0]?.id ?? "";
}
