import { expect } from "@playwright/test";
import { begin, findContainer, hasRedis, run, settledContainer } from "./engine";
import { addRedis, appName, createApp, TICKING } from "./journeys";
import { readDatabaseSecrets } from "./records";
import { expectGood } from "./sight";
import { test } from "./test";

const EFFECT_MS = 60_000;

test("a user is added with a preview, signs in, is switched off and deleted; the password of the addon is rotated", async ({
  login,
  berth,
}) => {
  const page = await login("olga");
  const app = appName("doors");
  await createApp(page, { name: app, image: "berth-redis:8.0.2", command: TICKING });
  const resourceId = await addRedis(page, app);
  const service = `${berth.instance.id}_${app}`;
  await settledContainer(service, hasRedis);
  const { passwords: before } = await readDatabaseSecrets(berth, resourceId);
  const redis = async (user: string, password: string, ...command: string[]) => {
    const cli = ["redis-cli", "-h", resourceId, "--user", user, ...command];
    return (await run(await findContainer(service), cli, [`REDISCLI_AUTH=${password}`])).output;
  };
  const row = page.getByRole("row", { name: /^reader-one/ });
  let password = "";

  await test.step("what it may do is shown before it is added, and its password once", async () => {
    await page.goto(`/databases/${resourceId}`);
    await page.getByRole("link", { name: "Users" }).click();
    await expect(page.getByRole("row", { name: /^default/ })).toContainText("Protected");
    await page.getByLabel("Name", { exact: true }).fill("reader-one");
    await page.getByRole("button", { name: "Show what it may do" }).click();
    await expect(page.getByRole("listitem").filter({ hasText: "GET a" })).toBeVisible();
    await expect(page.getByRole("listitem").filter({ hasText: "SET a value" }).first()).toBeVisible();
    await expectGood(page, "a new user with its preview");
    await page.getByRole("button", { name: "Add the user" }).click();
    await expect(row).toContainText("On");
    password =
      (await page
        .getByRole("status")
        .getByText(/^\w{64}$/)
        .textContent()) ?? "";
    expect(await redis("reader-one", password, "get", "ticks")).toMatch(/\d/);
    expect(await redis("reader-one", password, "set", "ticks", "0")).toContain("NOPERM");
    await expectGood(page, "the users of a database");
  });

  await test.step("one of chosen keys is refused without a kind of command", async () => {
    await page.getByLabel("Name", { exact: true }).fill("cache-one");
    await page.getByRole("radio", { name: /^Chosen kinds/ }).check();
    await page.getByLabel("Keys", { exact: true }).fill("cache:*");
    await page.getByRole("checkbox", { name: "read", exact: true }).uncheck();
    await page.getByRole("button", { name: "Add the user" }).click();
    await expect(page.getByText("Choose what the user may do.")).toBeVisible();
    await page.getByRole("checkbox", { name: "hash", exact: true }).check();
    await page.getByRole("button", { name: "Add the user" }).click();
    await expect(page.getByRole("row", { name: /^cache-one/ })).toContainText("cache:*");
  });

  await test.step("it is switched off, has other rights and another password, and is deleted", async () => {
    await row.getByRole("button", { name: "Switch reader-one off" }).click();
    await expect(row).toContainText("Off");
    expect(await redis("reader-one", password, "get", "ticks")).toContain("WRONGPASS");
    await row.getByRole("button", { name: "Switch reader-one on" }).click();
    await expect(row).toContainText("On");
    await row.getByRole("button", { name: "Change the rights of reader-one" }).click();
    await page
      .getByRole("dialog")
      .getByRole("radio", { name: /^Everything/ })
      .check();
    await expectGood(page, "dialog Rights");
    await page.getByRole("button", { name: "Change the rights", exact: true }).click();
    await expect(page.getByRole("dialog")).toBeHidden();
    await row.getByRole("button", { name: "Give reader-one a new password" }).click();
    await page.getByRole("button", { name: "Set the password" }).click();
    const shown = page.getByRole("dialog").getByText(/^\w{64}$/);
    await expect(shown).toBeVisible();
    const next = (await shown.textContent()) ?? "";
    await page.getByRole("button", { name: "Close", exact: true }).first().click();
    expect(await redis("reader-one", next, "set", "mine", "1")).toContain("OK");
    expect(await redis("reader-one", password, "get", "mine")).toContain("WRONGPASS");
    await row.getByRole("button", { name: "Delete reader-one" }).click();
    const dialog = page.getByRole("dialog", { name: "Delete reader-one" });
    await expectGood(dialog, "dialog Delete a user");
    await dialog.getByLabel(/^Type/).fill("reader-one");
    await dialog.getByRole("button", { name: "Delete the user" }).click();
    await expect(row).toBeHidden();
  });

  await test.step("the password is rotated; the former one lets in while somebody has it, until it is ended", async () => {
    const node = await findContainer(`${berth.instance.id}-${resourceId}-node-1`);
    const listen = ["redis-cli", "--user", resourceId, "subscribe", "news"];
    await begin(node, listen, [`REDISCLI_AUTH=${before.default}`]);
    await page.getByRole("button", { name: "Rotate the password" }).click();
    await expect(page.getByText("The former password still lets in")).toBeVisible({ timeout: EFFECT_MS });
    await settledContainer(service, hasRedis);
    const { passwords: after } = await readDatabaseSecrets(berth, resourceId);
    expect(after.default).not.toBe(before.default);
    expect(await redis(resourceId, after.default ?? "", "ping")).toContain("PONG");
    expect(await redis(resourceId, before.default ?? "", "ping")).toContain("PONG");
    await page.getByRole("button", { name: "End it now" }).click();
    const refused = async () => redis(resourceId, before.default ?? "", "ping");
    await expect.poll(refused, { timeout: EFFECT_MS }).toContain("WRONGPASS");
    await page.goto(`/apps/${app}/activity`);
    await expect(page.getByText(`ended the former password of ${resourceId}`)).toBeVisible();
  });
});
