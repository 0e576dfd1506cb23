import { expect, type Page } from "@playwright/test";
import { whileWorkerStands } from "./berth";
import { findContainer, hasRedis, listLabelled, ofDatabase, run, settledContainer } from "./engine";
import { appName, choosePlan, createApp, seeRunning, TICKING } from "./journeys";
import { readDatabaseSecrets } from "./records";
import { test } from "./test";

const STEPS = [
  "Choose a host with room",
  "Prepare the app's network",
  "Store configuration and passwords",
  "Start Redis",
  "Start the gateway",
  "Wait for Redis to answer",
  "Wait for an answer through the gateway",
  "Set the app's variables",
  "Restart the app",
];

/** The value of a variable, shown by its button. */
async function reveal(page: Page, name: string): Promise<string> {
  const row = page.getByRole("row").filter({ has: page.getByRole("button", { name: `Copy ${name}` }) });
  await row.getByRole("button", { name: `Reveal ${name}` }).click();
  await expect(row).toContainText("redis://");
  return /redis:\/\/\S+:6379\/0/.exec((await row.textContent()) ?? "")?.[0] ?? "";
}

test("an app gets a Redis, writes into it, and gives it back", async ({ login, berth }) => {
  const page = await login("olga");
  const app = appName("shop");
  await createApp(page, { name: app, image: "berth-redis:8.0.2", command: TICKING });

  const confirm = await choosePlan(page, app, "1g");
  const dialog = page.getByRole("dialog", { name: "Your database" });
  const steps = dialog.getByRole("listitem");
  await whileWorkerStands(berth, async () => {
    await confirm.click();
    await expect(steps).toHaveText(STEPS.map((step) => new RegExp(`^${step}: to come$`)));
    await expect(dialog.getByText("It is safe to leave this page.")).toBeVisible();
  });
  await expect(steps.filter({ hasText: ": done" })).not.toHaveCount(0);
  const resourceId = await seeRunning(page);
  expect(resourceId).toMatch(new RegExp(`^${app}-[1-9][0-9]{3}$`));

  const { databaseId, passwords } = await readDatabaseSecrets(berth, resourceId);
  const url = `redis://${resourceId}:${passwords.default}@${resourceId}:6379/0`;

  await test.step("the environment shows both variables", async () => {
    await page.getByRole("link", { name: "Environment" }).click();
    const alias = page.getByRole("cell", { name: /^REDIS_URL stands for \$SCALINGO_REDIS_URL/ });
    await expect(alias).toBeVisible();
    expect(await reveal(page, "SCALINGO_REDIS_URL")).toBe(url);
    expect(await reveal(page, "REDIS_URL")).toBe(url);
  });

  const appService = `${berth.instance.id}_${app}`;
  const cli = (...command: string[]) => ["redis-cli", "-h", resourceId, ...command];

  await test.step("the app's container has them and writes", async () => {
    const container = await settledContainer(appService, hasRedis);
    const { output } = await run(container, ["env"]);
    expect(output.split("\n")).toEqual(
      expect.arrayContaining([`REDIS_URL=${url}`, `SCALINGO_REDIS_URL=${url}`]),
    );
    const ticks = async () =>
      Number((await run(container, cli("get", "ticks"), [`REDISCLI_AUTH=${passwords.default}`])).output);
    await expect.poll(ticks).toBeGreaterThan(2);
    const before = await ticks();
    await expect.poll(ticks).toBeGreaterThan(before);
  });

  await test.step("password alone, and user with password, both let it in; a wrong one does not", async () => {
    const container = await findContainer(appService);
    const ping = (password: string, ...more: string[]) =>
      run(container, cli(...more, "ping"), [`REDISCLI_AUTH=${password}`]);
    expect((await ping(passwords.default)).output).toBe("PONG");
    expect((await ping(passwords.default, "--user", resourceId)).output).toBe("PONG");
    expect((await ping("wrong")).output).toContain("WRONGPASS");
    expect((await run(container, cli("ping"))).output).toContain("NOAUTH");
  });

  await test.step("Redis has the plan's settings", async () => {
    const node = await findContainer(`${berth.instance.id}-${resourceId}-node-1`);
    const { output } = await run(
      node,
      ["redis-cli", "--user", "berth", "config", "get", "maxmemory", "databases", "timeout", "save"],
      [`REDISCLI_AUTH=${passwords.berth}`],
    );
    const words = output.split("\n");
    const setting = (name: string) => words[words.indexOf(name) + 1];
    expect(setting("maxmemory")).toBe(String(1024 ** 3));
    expect(setting("databases")).toBe("6");
    expect(setting("timeout")).toBe("150");
    expect(setting("save")).toBe("900 1 300 10 60 10000");
  });

  await test.step("it is removed by typing its name", async () => {
    await page.getByRole("link", { name: "Addons" }).click();
    await page.getByRole("button", { name: `Remove ${resourceId}` }).click();
    const removal = page.getByRole("dialog", { name: `Remove ${resourceId}` });
    const remove = removal.getByRole("button", { name: `Remove ${resourceId}` });
    await remove.click();
    await removal.getByLabel(/^Type/).fill("another-name");
    await remove.click();
    await expect(removal.getByLabel(/^Type/), "nothing is sent without the name").toBeVisible();
    await removal.getByLabel(/^Type/).fill(resourceId);
    await remove.click();
    await expect(
      removal.getByText("Its backups are kept for 30 days, below the addons of the app."),
    ).toBeVisible({ timeout: 120_000 });
    await removal.getByRole("button", { name: "Close", exact: true }).first().click();
    await expect(page.getByText("No addon yet")).toBeVisible();
  });

  await test.step("nothing is left but the volume", async () => {
    expect(await listLabelled(ofDatabase(databaseId))).toEqual({
      containers: [],
      services: [],
      networks: [],
      secrets: [],
      volumes: [`${berth.instance.id}-${resourceId}-node-1`],
    });
    await page.getByRole("link", { name: "Environment" }).click();
    await expect(page.getByText("No variable yet")).toBeVisible();
    await settledContainer(appService, (environment) => !hasRedis(environment));
  });
});
