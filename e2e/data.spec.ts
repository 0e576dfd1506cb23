import { expect, type Page } from "@playwright/test";
import { addRedis, appName, createApp } from "./journeys";
import { expectGood } from "./sight";
import { test } from "./test";

let resourceId: string;
let app: string;

const say = async (page: Page, line: string) => {
  await page.getByLabel("Command", { exact: true }).fill(line);
  await page.getByRole("button", { name: "Run" }).click();
};

test.describe.configure({ mode: "serial" });

test("the console reads until it is unlocked, asks again before what destroys, and is noted", async ({
  login,
}) => {
  const page = await login("olga");
  app = appName("data");
  await createApp(page, { name: app });
  resourceId = await addRedis(page, app, "free");
  await page.goto(`/databases/${resourceId}/console`);
  const said = page.getByRole("region", { name: "Lines and replies" });
  await page.getByLabel("Command", { exact: true }).fill("hgetall ");
  await expect(page.getByText("HGETALL key", { exact: true })).toBeVisible();
  await say(page, "SET user:1 ada");
  await expect(said.getByText("SET may write: unlock the console first.")).toBeVisible();
  await say(page, "BLPOP list 0");
  await expect(said.getByText(/^BLPOP is not run here\./)).toBeVisible();

  await page.getByRole("button", { name: "Unlock for 15 minutes" }).click();
  await expect(page.getByText(/^May write until/)).toBeVisible();
  await say(page, "SET user:1 ada");
  await expect(said.getByText("OK", { exact: true })).toBeVisible();
  await say(page, 'HSET user:2 name "two words" age 7');
  await expect(said.getByText("(integer) 2")).toBeVisible();
  await say(page, "HGETALL user:2");
  await expect(said.getByRole("row", { name: '"name" "two words"' })).toBeVisible();
  await expectGood(page, "the console");

  await say(page, "FLUSHALL");
  const dialog = page.getByRole("dialog", { name: "Run this line?" });
  await expectGood(dialog, "dialog Run this line?");
  await dialog.getByRole("textbox").fill("FLUSHDB");
  await dialog.getByRole("button", { name: "Run it" }).click();
  await expect(dialog.getByText("type FLUSHALL to confirm")).toBeVisible();
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await page.getByRole("button", { name: "Lock again" }).click();
  await expect(page.getByText("Read-only", { exact: true })).toBeVisible();
  await page.getByLabel("Command", { exact: true }).press("ArrowUp");
  await expect(page.getByLabel("Command", { exact: true })).toHaveValue("FLUSHALL");

  await page.goto(`/apps/${app}/activity`);
  await expect(
    page.getByText(`ran in the console of ${resourceId}, database 0: SET user:1 ada`),
  ).toBeVisible();
});

test("keys are browsed, made, changed and deleted by pattern, and a change that came too late is refused", async ({
  login,
}) => {
  const page = await login("olga");
  await page.goto(`/databases/${resourceId}/keys`);
  await page.getByRole("link", { name: "user:", exact: true }).click();
  await page.getByRole("link", { name: "user:1" }).click();
  const panel = page
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: "Key", exact: true }) });
  await expect(panel.getByText("ada", { exact: true })).toBeVisible();

  await panel.getByRole("button", { name: "Edit the value" }).click();
  const dialog = page.getByRole("dialog", { name: "Edit the value" });
  await expectGood(dialog, "dialog Edit the value");
  const other = await page.request.patch(`/v1/databases/${resourceId}/key`, {
    data: {
      key: Buffer.from("user:1").toString("base64"),
      change: {
        kind: "set",
        value: Buffer.from("eve").toString("base64"),
        expected: Buffer.from("ada").toString("base64"),
      },
    },
  });
  expect(other.status()).toBe(204);
  await dialog.getByRole("textbox", { name: "Value" }).fill("ada l.");
  await dialog.getByRole("button", { name: "Save" }).click();
  await expect(dialog.getByRole("alert")).toContainText("was changed by somebody else meanwhile");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await expect(panel.getByText("eve", { exact: true })).toBeVisible();

  await panel.getByRole("button", { name: "Change the time to live" }).click();
  await page.getByLabel("Seconds").fill("3600");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(panel.getByText(/^(59 min|1 h)/)).toBeVisible();

  await page.getByRole("button", { name: "New key" }).click();
  const made = page.getByRole("dialog", { name: "New key" });
  await made.getByLabel("Name", { exact: true }).fill("scores");
  await made.getByLabel("Type", { exact: true }).selectOption("zset");
  await made.getByRole("textbox", { name: "Member" }).fill("grace");
  await made.getByLabel("Score").fill("1.5");
  await made.getByRole("button", { name: "Make the key" }).click();
  await expect(panel.getByRole("row", { name: /^grace 1\.5/ })).toBeVisible();
  await expectGood(page, "the keys of a database");

  await page.getByLabel("Pattern").fill("user:*");
  await page.getByRole("button", { name: "Show" }).click();
  await page.getByRole("button", { name: "Delete these" }).click();
  const deletion = page.getByRole("dialog", { name: "Delete by pattern" });
  await deletion.getByRole("button", { name: "Count the keys" }).click();
  await deletion.getByLabel("Type 2 to confirm").fill("2");
  await deletion.getByRole("button", { name: "Delete 2 keys" }).click();
  await expect(deletion.getByText("2 keys deleted.")).toBeVisible();
  await deletion.getByRole("button", { name: "Close" }).first().click();
  await expect(page.getByText("No key fits")).toBeVisible();
});

test("diagnostics show the clients, what took long and what takes the memory", async ({ login }) => {
  const page = await login("olga");
  await page.goto(`/databases/${resourceId}/diagnostics`);
  await expect(page.getByRole("heading", { name: "Slow log" })).toBeVisible();
  await page.getByRole("button", { name: "Look at the memory" }).click();
  await expect(page.getByText(/^Every key was looked at: 1 in all/)).toBeVisible();
  await expect(page.getByText(/^A round from Berth to Redis and back takes/)).toBeVisible();
  await expectGood(page, "the diagnostics of a database");
});
