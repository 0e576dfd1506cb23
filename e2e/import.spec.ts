import { expect } from "@playwright/test";
import { startSource } from "../tests/engine/sources";
import { findContainer, hasRedis, run, settledContainer } from "./engine";
import { addRedis, appName, createApp, IDLE } from "./journeys";
import { readDatabaseSecrets } from "./records";
import { expectGood } from "./sight";
import { test } from "./test";

const IMPORT_MS = 120_000;
const PASSWORD = "password-of-the-source";

test("a running Redis is looked at, followed until the switch, and its keys come in the place of the present ones", async ({
  login,
  berth,
}) => {
  const source = await startSource("7.0.15", {
    settings: ["--requirepass", PASSWORD],
    options: { password: PASSWORD },
    credentials: `:${PASSWORD}@`,
  });
  try {
    await source.redis.mset("first", "1", "second", "2");
    const page = await login("olga");
    const app = appName("moved");
    await createApp(page, { name: app, image: "berth-redis:8.0.2", command: IDLE });
    const resourceId = await addRedis(page, app, "256m");
    const appService = `${berth.instance.id}_${app}`;
    await settledContainer(appService, hasRedis);
    const { passwords } = await readDatabaseSecrets(berth, resourceId);
    const redis = async (...command: string[]) => {
      const cli = ["redis-cli", "-h", resourceId, ...command];
      return (await run(await findContainer(appService), cli, [`REDISCLI_AUTH=${passwords.default}`])).output;
    };
    await redis("set", "present", "1");

    await page.goto(`/databases/${resourceId}/backups`);
    await page.getByRole("button", { name: "Import a running Redis" }).click();
    const dialog = page.getByRole("dialog", { name: "Import a running Redis" });
    await dialog.getByLabel("URL").fill(source.url.replace(PASSWORD, "mistaken"));
    await expectGood(dialog, "dialog Import a running Redis");
    await dialog.getByRole("button", { name: "Look" }).click();
    await expect(dialog.getByText("does not let Berth in")).toBeVisible();

    await dialog.getByLabel("URL").fill(source.url);
    await dialog.getByRole("button", { name: "Look" }).click();
    await expect(dialog.getByText("Redis 7.0.15")).toBeVisible();
    await expect(dialog.getByText("2 keys", { exact: true })).toBeVisible();
    await expect(dialog.getByRole("radio", { name: /^Follow it, then take over/ })).toBeChecked();
    await expect(dialog.getByLabel("Keys a second at most")).toHaveCount(0);
    await dialog.getByRole("radio", { name: /^Copy the keys/ }).check();
    await expect(dialog.getByLabel("Keys a second at most")).toBeVisible();
    await dialog.getByRole("radio", { name: /^Stay in step until I switch/ }).check();
    await expect(dialog.getByText(/forks once to send its data/)).toBeVisible();
    await expectGood(page, "what was found");
    const start = dialog.getByRole("button", { name: `Import into ${resourceId}` });
    await start.click();
    await expect(dialog.getByText(/^Importing another Redis/)).toHaveCount(0);
    await dialog.getByLabel("What is here now (1 key) may be replaced").check();
    await start.click();
    const turn = dialog.getByRole("button", { name: "Switch now" });
    await expect(turn).toBeVisible({ timeout: IMPORT_MS });
    await source.redis.set("third", "3");
    await expect(dialog.getByText(/behind the source.* It holds 3 keys\./)).toBeVisible();
    await expectGood(page, "an import that stays in step");
    await turn.click();
    await expect(dialog.getByText(`${resourceId} has the imported keys.`)).toBeVisible({
      timeout: IMPORT_MS,
    });
    await expectGood(page, "an import that has ended");
    await settledContainer(appService, hasRedis);
    expect(await redis("mget", "first", "second", "third", "present")).toBe("1\n2\n3");
    expect(await source.redis.dbsize()).toBe(3);
  } finally {
    await source.stop();
  }
});
