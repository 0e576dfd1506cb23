import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, type Page, request } from "@playwright/test";
import { farHourUtc } from "../tests/far-slot";
import { findContainer, hasRedis, run, settledContainer } from "./engine";
import { addRedis, appName, backUp, createApp, IDLE, newestBackup } from "./journeys";
import { readDatabaseSecrets } from "./records";
import { expectGood } from "./sight";
import { test } from "./test";

const CHANGE_MS = 90_000;

let folder: string;
test.beforeAll("a folder for what is downloaded", () => {
  folder = mkdtempSync(join(tmpdir(), "berth-backups-"));
});
test.afterAll("it goes", () => rmSync(folder, { recursive: true }));

const openRestore = async (page: Page) => {
  await newestBackup(page)
    .getByRole("button", { name: /^Restore the backup/ })
    .click();
  return page.getByRole("dialog", { name: "Restore a backup" });
};

test("a backup is taken, downloaded, restored with a preview, and the restore undone", async ({
  login,
  berth,
}) => {
  const page = await login("olga");
  const app = appName("kept");
  await createApp(page, { name: app, image: "berth-redis:8.0.2", command: IDLE });
  const resourceId = await addRedis(page, app, "256m");
  const appService = `${berth.instance.id}_${app}`;
  await settledContainer(appService, hasRedis);
  const { passwords } = await readDatabaseSecrets(berth, resourceId);
  const redis = async (...command: string[]) => {
    const cli = ["redis-cli", "-h", resourceId, ...command];
    return (await run(await findContainer(appService), cli, [`REDISCLI_AUTH=${passwords.default}`])).output;
  };
  const tab = `/databases/${resourceId}/backups`;
  const archive = join(folder, "backup.tar.gz");
  await redis("mset", "first", "1", "second", "2");

  await test.step("the tab says when, where, and that there is none yet", async () => {
    await page.goto(tab);
    await expect(page.getByText("No backup yet", { exact: true })).toBeVisible();
    await expect(page.getByText("No proven backup yet")).toBeVisible();
    const hour = (farHourUtc() + 1) % 24;
    await page.getByLabel("Every day, within 20 minutes from").selectOption(String(hour));
    await page.getByRole("button", { name: "Save" }).click();
    const slot = new RegExp(`, ${String(hour).padStart(2, "0")}:[01]\\d UTC, .*your time`);
    await expect(page.getByText(slot)).toBeVisible();
    await page.getByLabel("Back up every day").uncheck();
    await expect(page.getByText("Without the schedule only you back this database up")).toBeVisible();
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("The schedule is off")).toBeVisible();
    await page.getByLabel("Back up every day").check();
    await page.getByRole("button", { name: "Save" }).click();
    await expect(page.getByText("No proven backup yet")).toBeVisible();
    await expectGood(page, "the backups of a database without any");
  });

  await test.step("one is taken now, and counts once it is proven", async () => {
    await backUp(page, resourceId);
    await expect(newestBackup(page).getByRole("cell", { name: "2", exact: true })).toBeVisible();
    await expect(newestBackup(page)).toContainText("By hand");
    await expectGood(page, "the backups of a database");
    await page.getByRole("link", { name: "Overview" }).click();
    await expect(page.getByText(/^Last proven backup/)).toBeVisible();
  });

  await test.step("the archive opens with tar, by a link that needs no session", async () => {
    await page.goto(tab);
    await newestBackup(page)
      .getByRole("button", { name: /^Download the backup/ })
      .click();
    const dialog = page.getByRole("dialog", { name: "Download" });
    await expect(dialog).toBeVisible();
    await expectGood(dialog, "dialog Download");
    const link = dialog.getByRole("link", { name: "Download" });
    const [download] = await Promise.all([page.waitForEvent("download"), link.click()]);
    expect(download.suggestedFilename()).toMatch(new RegExp(`^\\d{14}_${resourceId}\\.tar\\.gz$`));
    await download.saveAs(archive);
    const name = download.suggestedFilename().replace(/\.tar\.gz$/, "");
    const listed = execFileSync("tar", ["-tzf", archive], { encoding: "utf8" }).trim().split("\n");
    expect(listed.at(-1)).toBe(`${name}/dump.rdb`);
    const dump = execFileSync("tar", ["-xzOf", archive, `${name}/dump.rdb`]);
    expect(dump.toString("latin1", 0, 5)).toBe("REDIS");

    const stranger = await request.newContext({ baseURL: berth.baseUrl });
    const path = (await link.getAttribute("href")) ?? "";
    expect((await stranger.get(path)).status()).toBe(200);
    expect([403, 404]).toContain((await stranger.get(`${path.slice(0, -2)}zz`)).status());
    await page.keyboard.press("Escape");
  });

  await test.step("a restore says first what would be lost, and takes a yes", async () => {
    await redis("mset", "first", "changed", "third", "3");
    const dialog = await openRestore(page);
    await expect(dialog.getByRole("row", { name: /^Keys/ })).toHaveText("Keys23");
    await expect(dialog.getByText(/^Everything that was written after/)).toBeVisible();
    await expectGood(dialog, "dialog Restore a backup");
    const restore = dialog.getByRole("button", { name: `Restore into ${resourceId}` });
    await restore.click();
    await expect(dialog.getByText(/^Restoring a backup/)).toHaveCount(0);
    await dialog.getByLabel("What was written since the backup may be replaced").check();
    await restore.click();
    await expect(dialog.getByText("The data from before is kept for 24 hours:")).toBeVisible({
      timeout: CHANGE_MS,
    });
    await expectGood(page, "a restore that has ended");
    await settledContainer(appService, hasRedis);
    expect(await redis("mget", "first", "second", "third")).toBe("1\n2");
    await dialog.getByRole("link", { name: "Undo the restore" }).click();
  });

  await test.step("undo brings the data from before the restore back", async () => {
    await page.getByLabel("Writes since the change may be lost").check();
    await page.getByRole("button", { name: "Undo the last change" }).click();
    await expect(page.getByText(`The last change of ${resourceId} was undone`).first()).toBeVisible({
      timeout: CHANGE_MS,
    });
    await settledContainer(appService, hasRedis);
    expect(await redis("mget", "first", "second", "third")).toBe("changed\n2\n3");
  });

  await test.step("what is no dump is refused in words, and a downloaded archive becomes a backup again", async () => {
    await page.goto(tab);
    await expect(page.getByText(/^Before a restore · Redis/)).toBeVisible();
    await page.getByRole("button", { name: "Upload" }).click();
    const dialog = page.getByRole("dialog", { name: "Upload a dump" });
    const send = async (file: string) => {
      await dialog.getByLabel("File").setInputFiles(file);
      await dialog.getByRole("button", { name: "Upload" }).click();
    };
    const text = join(folder, "notes.rdb");
    writeFileSync(text, "not a dump");
    await send(text);
    await expect(dialog.getByRole("alert")).toContainText("neither a dump of Redis");
    const broken = join(folder, "broken.rdb");
    writeFileSync(broken, "REDIS9999 of a Redis to come");
    await send(broken);
    await expect(dialog.getByRole("alert")).toContainText("No version of Redis on offer reads this dump");
    await expectGood(page, "a dump that is refused");
    await send(archive);
    await expect(dialog.getByText("It stands in the list, ready to be restored.")).toBeVisible({
      timeout: CHANGE_MS,
    });
    await dialog.getByRole("button", { name: "Close" }).first().click();
  });

  await test.step("a backup becomes a new addon of another app", async () => {
    const other = appName("copy");
    await createApp(page, { name: other });
    await page.goto(tab);
    const dialog = await openRestore(page);
    await dialog.getByRole("radio", { name: /^A new addon/ }).check();
    await dialog.getByLabel("App").fill("no-such-app");
    await dialog.getByRole("button", { name: "Restore into a new addon" }).click();
    await expect(dialog.getByRole("alert")).toContainText("This app does not exist");
    await dialog.getByLabel("App").fill(other);
    await expectGood(page, "a restore into a new addon");
    await dialog.getByRole("button", { name: "Restore into a new addon" }).click();
    await expect(dialog.getByText(`Its address is in the environment of ${other}.`)).toBeVisible({
      timeout: CHANGE_MS,
    });
    await dialog.getByRole("link", { name: /^Open / }).click();
    await expect(page.getByText("Healthy")).toBeVisible();
  });

  await test.step("a removed database leaves its backups with the app", async () => {
    await page.goto(`/apps/${app}/addons`);
    await page.getByRole("button", { name: `Remove ${resourceId}` }).click();
    const dialog = page.getByRole("dialog", { name: `Remove ${resourceId}` });
    await expect(dialog.getByLabel(/^Take a last backup/)).toBeChecked();
    await dialog.getByLabel(`Type ${resourceId} to confirm`).fill(resourceId);
    await dialog.getByRole("button", { name: `Remove ${resourceId}` }).click();
    await expect(dialog.getByText("Its backups are kept for 30 days")).toBeVisible({ timeout: CHANGE_MS });
    await dialog.getByRole("button", { name: "Close" }).first().click();
    const kept = page
      .locator("section")
      .filter({ has: page.getByRole("heading", { name: "Backups of removed addons" }) });
    await expect(kept.getByText(/^Before the removal · Redis/)).toBeVisible();
    await expectGood(page, "the backups of a removed addon");
    await kept
      .getByRole("button", { name: /^Restore the backup/ })
      .first()
      .click();
    await expect(page.getByRole("button", { name: "Restore into a new addon" })).toBeVisible();
  });
});

test("a plan without backups says which plans have them", async ({ login }) => {
  const page = await login("olga");
  const app = appName("small");
  await createApp(page, { name: app });
  const resourceId = await addRedis(page, app, "free");
  await page.goto(`/databases/${resourceId}/backups`);
  await expect(page.getByText("The plan free has no backups")).toBeVisible();
  await expect(page.getByText(/^These plans have them: 256m, 512m/)).toBeVisible();
  await expectGood(page, "a database whose plan has no backups");
});

test("an administrator adds a storage that was tried, removes it, and gets the recovery key once", async ({
  login,
}) => {
  const page = await login("ada");
  await page.goto("/storages");
  const path = join(folder, "off-site");
  mkdirSync(path);
  await page.getByLabel("Name", { exact: true }).fill("Off site");
  await page.getByLabel("Path").fill("/proc/nothing");
  await page.getByRole("button", { name: "Try and add" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "/proc/nothing" })).toBeVisible();
  await expect(page.getByRole("row", { name: /^Off site/ })).toHaveCount(0);
  await page.getByLabel("Path").fill(path);
  await page.getByRole("button", { name: "Try and add" }).click();
  await expect(page.getByText("Off site was tried and added.")).toBeVisible();
  await expect(page.getByRole("row", { name: /^Off site/ })).toContainText("In order");
  await page.getByRole("radio", { name: /^A bucket/ }).check();
  await expectGood(page, "the storages");

  await page.getByRole("button", { name: "Remove Off site" }).click();
  const dialog = page.getByRole("dialog", { name: "Remove Off site" });
  await dialog.getByRole("button", { name: "Remove Off site" }).click();
  await expect(page.getByRole("row", { name: /^Off site/ })).toHaveCount(0);

  await page.getByLabel(/^I have a safe place/).check();
  const button = page.getByRole("button", { name: "Download the recovery key" });
  const [download] = await Promise.all([page.waitForEvent("download"), button.click()]);
  const key = join(folder, "key");
  await download.saveAs(key);
  expect(readFileSync(key, "utf8")).toMatch(/^AGE-SECRET-KEY-1\S+$/m);
  await page.reload();
  await expect(page.getByText(/^It was downloaded on/)).toBeVisible();
  await expect(button).toHaveCount(0);
});
