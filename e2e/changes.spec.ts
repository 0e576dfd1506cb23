import { expect, type Page } from "@playwright/test";
import { findProcess, whileWorkerStands } from "./berth";
import { findContainer, hasRedis, run, settledContainer } from "./engine";
import { addonRow, appName, choosePlan, createApp, seeRunning, TICKING } from "./journeys";
import { readDatabaseSecrets } from "./records";
import { expectGood } from "./sight";
import { test } from "./test";

const CHANGE_MS = 120_000;
/** More than the plan free holds, in keys of 1 KiB. */
const FILLING = [
  "eval",
  "for i = 1, 40000 do redis.call('set', 'fill:' .. i, ARGV[1]) end",
  "0",
  "x".repeat(1024),
];

/** Adds a Redis of an earlier version. Answers its resource id. */
async function addEarlierRedis(page: Page, app: string, version: string): Promise<string> {
  const confirm = await choosePlan(page, app, "free");
  const dialog = page.getByRole("dialog", { name: "Add an addon" });
  await dialog.getByText("More options").click();
  await dialog.getByLabel("Redis version").selectOption(version);
  await confirm.click();
  return seeRunning(page);
}

test("a database changes its plan and version, and goes back, and an app that writes all the time keeps its data", async ({
  login,
  berth,
}) => {
  const page = await login("olga");
  const app = appName("grow");
  await createApp(page, { name: app, image: "berth-redis:8.0.2", command: TICKING });
  const resourceId = await addEarlierRedis(page, app, "7.0.15");
  const appService = `${berth.instance.id}_${app}`;
  await settledContainer(appService, hasRedis);
  const { passwords } = await readDatabaseSecrets(berth, resourceId);
  const redis = async (...command: string[]) => {
    const cli = ["redis-cli", "-h", resourceId, ...command];
    return (await run(await findContainer(appService), cli, [`REDISCLI_AUTH=${passwords.default}`])).output;
  };
  const ticks = async () => Number(await redis("get", "ticks"));
  const database = `/databases/${resourceId}`;
  const change = page.getByRole("dialog", { name: "Change plan" });
  await redis("set", "before", "the change");
  await expect.poll(ticks).toBeGreaterThan(0);

  await test.step("the dialog says what a change means before it is asked for", async () => {
    await page.goto(`/apps/${app}/addons`);
    await page.getByRole("button", { name: `Change plan of ${resourceId}` }).click();
    const present = change.getByRole("radio", { name: /^free\b.*The present plan/ });
    await expect(present).toBeDisabled();
    await expect(change.getByText("What happens")).toBeHidden();
    await change.getByRole("radio", { name: /^512m/ }).check();
    await page.keyboard.press("ArrowUp");
    await expect(change.getByRole("radio", { name: /^256m/ })).toBeChecked();
    await expect(change.getByText(/takes over within milliseconds/)).toBeVisible();
    await expect(change.getByText(/Afterwards the app restarts, rolling/)).toBeVisible();
    await expect(change.getByText(/of data: .*% of plan 256m/)).toBeVisible();
    await expectGood(page, "dialog Change plan");
  });

  await test.step("web is killed, the page is left and reopened in the middle, and nothing else can begin", async () => {
    await whileWorkerStands(berth, async () => {
      await change.getByRole("button", { name: "Change to 256m" }).click();
      await expect(change.getByRole("listitem").filter({ hasText: ": to come" })).not.toHaveCount(0);
      await expect(change.getByText(/It is safe to leave this page/)).toBeVisible();
      process.kill(findProcess(berth, "dist/web.mjs"), "SIGKILL");
      // An answer is enough: with a worker that stands still it is soon "degraded".
      await expect
        .poll(async () => (await page.request.get("/api/health").catch(() => null))?.status(), {
          timeout: 120_000,
        })
        .toBeDefined();
      await expect(change.getByRole("listitem").filter({ hasText: ": to come" })).not.toHaveCount(0);
      await page.reload();
      await expect(page.getByText("Copy the data while the old one serves")).toBeVisible();
      const again = page.getByRole("button", { name: `Change plan of ${resourceId}` });
      await expect(again).toHaveAttribute("aria-disabled", "true");
      await again.click({ force: true });
      await expect(page.getByRole("dialog")).toBeHidden();
      await page.goto(`${database}/settings`);
      await expect(page.getByText(/^Not while this runs: Changing .* to plan 256m\.$/).first()).toBeVisible();
      await page.goto(`/apps/${app}/addons`);
      await expect(addonRow(page, resourceId)).toContainText("free");
    });
    await expect(addonRow(page, resourceId)).toContainText("256m", { timeout: CHANGE_MS });
    // The rest (the app restarts, the old node stops) goes on in view.
    await expect(page.getByText("Copy the data while the old one serves")).toBeHidden({ timeout: CHANGE_MS });
  });

  await test.step("the database page tells what happened", async () => {
    await page.goto(database);
    await expect(page.getByText(`${resourceId} was changed to plan 256m`).first()).toBeVisible();
    await page.getByRole("link", { name: "What happened" }).click();
    await expect(page.getByRole("heading", { name: "Plan free → 256m" })).toBeVisible();
    const steps = page.getByRole("listitem");
    await expect(steps.filter({ hasText: /^Copy the data.*About [\d.]+ [KM]iB copied\./ })).toBeVisible();
    await expect(steps.filter({ hasText: /^Hand over.*Clients waited \d+ ms/ })).toBeVisible();
    expect(await redis("get", "before")).toBe("the change");
    const before = await ticks();
    await expect.poll(ticks).toBeGreaterThan(before);
  });

  await test.step("a plan that is too small for the data cannot be chosen, and says why", async () => {
    await redis(...FILLING);
    await page.goto(database);
    await page.getByRole("button", { name: "Change plan" }).click();
    const small = change.getByRole("radio", { name: /^free\b.*MiB of data, the plan free holds 32\.0 MiB/ });
    await expect(small).toBeDisabled();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("button", { name: "Change plan" })).toBeFocused();
  });

  await test.step("the version card upgrades", async () => {
    await page.getByRole("link", { name: "Redis 8.0.2 available" }).click();
    await page.getByRole("button", { name: "Upgrade to 8.0.2" }).click();
    const dialog = page.getByRole("dialog", { name: "Upgrade Redis" });
    await expect(dialog.getByText(/takes over within milliseconds/)).toBeVisible();
    await expectGood(dialog, "dialog Upgrade Redis");
    await dialog.getByRole("button", { name: "Upgrade to 8.0.2" }).click();
    await expect(dialog.getByText("Data, users and settings are as they were.")).toBeVisible({
      timeout: CHANGE_MS,
    });
    await dialog.getByRole("button", { name: "Close" }).first().click();
    await expect(page.getByText("The newest version on offer")).toBeVisible();
    await settledContainer(appService, hasRedis);
    expect(await redis("info", "server")).toContain("redis_version:8.0.2");
    expect(await redis("get", "fill:40000")).toHaveLength(1024);
    await redis("set", "after", "the upgrade");
  });

  await test.step("undo says what is lost, and brings the old version back", async () => {
    await page.reload();
    await expect(page.getByText("The plan 256m and Redis 7.0.15 come back")).toBeVisible();
    await expect(page.getByText(/is lost: about [\d.]+ (B|KiB|MiB) of writes/)).toBeVisible();
    await expectGood(page, "the way back");
    const undo = page.getByRole("button", { name: "Undo the last change" });
    await undo.click();
    await expect(page.getByText(/^Undoing the last change/)).toHaveCount(0);
    await page.getByLabel("Writes since the change may be lost").check();
    await undo.click();
    await expect(page.getByText(`The last change of ${resourceId} was undone`).first()).toBeVisible({
      timeout: CHANGE_MS,
    });
    await expect(page.getByRole("link", { name: "Redis 8.0.2 available" })).toBeVisible();
    await settledContainer(appService, hasRedis);
    expect(await redis("info", "server")).toContain("redis_version:7.0.15");
    expect(await redis("get", "before")).toBe("the change");
    expect(await redis("exists", "after")).toBe("0");
  });
});
