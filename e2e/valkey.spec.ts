import { expect } from "@playwright/test";
import { appName, choosePlan, createApp, seeRunning } from "./journeys";
import { expectGood } from "./sight";
import { test } from "./test";

const CHANGE_MS = 120_000;

test("a database goes from Redis to Valkey: the dialog says what changes, and the page shows both names", async ({
  login,
}) => {
  test.setTimeout(2 * CHANGE_MS);
  const page = await login("olga");
  const app = appName("valkey");
  await createApp(page, { name: app });
  const confirm = await choosePlan(page, app, "free");
  const adding = page.getByRole("dialog", { name: "Add an addon" });
  await expect(adding.getByRole("radio", { name: /^Valkey/ })).not.toBeChecked();
  await adding.getByText("More options").click();
  await adding.getByLabel("Redis version").selectOption("7.0.15");
  await confirm.click();
  const resourceId = await seeRunning(page);

  await page.goto(`/databases/${resourceId}/settings`);
  await page.getByRole("button", { name: "Change the engine" }).click();
  const dialog = page.getByRole("dialog", { name: "Change the engine" });
  await dialog.getByLabel("Engine and version").selectOption("Valkey 8.1.1");
  await expect(dialog.getByText(/its own version is valkey_version/)).toBeVisible();
  await expectGood(dialog, "dialog Change the engine");
  await dialog.getByRole("button", { name: "Change to Valkey 8.1.1" }).click();
  await expect(dialog.getByText("Data, users and settings are as they were.")).toBeVisible({
    timeout: CHANGE_MS,
  });
  await dialog.getByRole("button", { name: "Close" }).first().click();
  await expect(page.getByText("Valkey 8.1.1, ordered as Redis")).toBeVisible();
  await expect(page.getByText("The plan free and Redis 7.0.15 come back")).toBeVisible();
  await page.goto(`/apps/${app}/activity`);
  await expect(page.getByRole("main")).toContainText("from Redis 7.0.15 to Valkey 8.1.1");
});
