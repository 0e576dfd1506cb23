import { expect, type Page } from "@playwright/test";
import { findContainer, listRunning, run, settledContainer } from "./engine";
import { addRedis, appName, createApp } from "./journeys";
import { PEOPLE } from "./state";
import { test } from "./test";

const rowOf = (page: Page, name: string) =>
  page.getByRole("row").filter({ has: page.getByRole("button", { name: `Copy ${name}`, exact: true }) });

async function addVariable(page: Page, name: string, value: string): Promise<void> {
  await page.getByLabel("Name", { exact: true }).fill(name);
  await page.getByLabel("Value").fill(value);
  await page.getByRole("button", { name: "Add the variable" }).click();
}

test("variables are added, shown, copied, changed, pasted and deleted, and reach the container at a restart", async ({
  login,
  berth,
}) => {
  const page = await login("olga");
  const app = appName("settings");
  await createApp(page, { name: app, image: "berth-demo:1" });
  await page.getByRole("link", { name: "Environment" }).click();
  await expect(page.getByText("No variable yet")).toBeVisible();

  await test.step("added, hidden, revealed, copied", async () => {
    await addVariable(page, "1_WRONG-NAME", "x");
    await expect(page.getByRole("alert").filter({ hasText: /^A name has/ })).toBeVisible();
    await addVariable(page, "GREETING", "Hello, world!");
    const row = rowOf(page, "GREETING");
    await expect(row).not.toContainText("Hello");
    await row.getByRole("button", { name: "Reveal GREETING" }).click();
    await expect(row).toContainText("Hello, world!");
    await row.getByRole("button", { name: "Hide GREETING" }).click();
    await expect(row).not.toContainText("Hello");
    await row.getByRole("button", { name: "Copy GREETING" }).click();
    await expect(row).toContainText("Copied.");
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe("Hello, world!");
  });

  await test.step("changed", async () => {
    await rowOf(page, "GREETING").getByRole("button", { name: "Edit GREETING" }).click();
    const dialog = page.getByRole("dialog", { name: "Edit GREETING" });
    await expect(dialog.getByLabel("Value")).toHaveValue("Hello, world!");
    await dialog.getByLabel("Value").fill("Good\nevening");
    await dialog.getByRole("button", { name: "Save" }).click();
    await expect(dialog).toBeHidden();
    await rowOf(page, "GREETING").getByRole("button", { name: "Reveal GREETING" }).click();
    await expect(rowOf(page, "GREETING")).toContainText("Good\nevening");
  });

  await test.step("pasted", async () => {
    await page.getByRole("button", { name: "Paste a .env" }).click();
    const dialog = page.getByRole("dialog", { name: "Paste a .env file" });
    await dialog
      .getByLabel("Contents")
      .fill('# a comment\nLOG_LEVEL=debug\nexport QUOTED="two words"\nGREETING=Hi');
    await dialog.getByRole("button", { name: "Set the variables" }).click();
    await expect(
      dialog.getByRole("status").filter({ hasText: "Set: GREETING, LOG_LEVEL, QUOTED." }),
    ).toBeVisible();
    await dialog.getByRole("button", { name: "Close", exact: true }).first().click();
    for (const name of ["GREETING", "LOG_LEVEL", "QUOTED"]) await expect(rowOf(page, name)).toBeVisible();
  });

  await test.step("deleted", async () => {
    await rowOf(page, "LOG_LEVEL").getByRole("button", { name: "Delete LOG_LEVEL" }).click();
    const dialog = page.getByRole("dialog", { name: "Delete LOG_LEVEL" });
    await dialog.getByRole("button", { name: "Delete LOG_LEVEL" }).click();
    await expect(rowOf(page, "LOG_LEVEL")).toHaveCount(0);
  });

  await test.step("applied by a restart", async () => {
    const service = `${berth.instance.id}_${app}`;
    const before = await run(await findContainer(service), ["env"]);
    expect(before.output).not.toContain("GREETING");
    await expect(page.getByText("Restart to apply")).toBeVisible();
    await page.getByRole("button", { name: "Restart" }).click();
    await expect(page.getByText("Restart to apply")).toBeHidden();
    await expect(page.getByText(/It is safe to leave/)).toBeHidden();
    const container = await settledContainer(service, (values) => values.includes("GREETING=Hi"));
    const { output } = await run(container, ["env"]);
    expect(output.split("\n")).toContain("QUOTED=two words");
    expect(output).not.toContain("LOG_LEVEL");
  });
});

test("an addon's variables are locked, and none of one's own is overwritten", async ({ login }) => {
  const page = await login("olga");
  const app = appName("locked");
  await createApp(page, { name: app });
  await page.getByRole("link", { name: "Environment" }).click();
  await addVariable(page, "REDIS_URL", "redis://my-own:6379");
  await expect(rowOf(page, "REDIS_URL")).toBeVisible();
  const resourceId = await addRedis(page, app);
  await page.getByRole("link", { name: "Environment" }).click();

  const own = rowOf(page, "REDIS_URL");
  await own.getByRole("button", { name: "Reveal REDIS_URL" }).click();
  await expect(own).toContainText("redis://my-own:6379");
  const locked = rowOf(page, "SCALINGO_REDIS_URL");
  await expect(locked.getByRole("link", { name: resourceId }).first()).toBeVisible();
  await expect(locked.getByRole("button", { name: /^(Edit|Delete)/ })).toHaveCount(0);
  await addVariable(page, "SCALINGO_REDIS_URL", "redis://elsewhere:6379");
  await expect(page.getByRole("alert").filter({ hasText: resourceId })).toBeVisible();
  await locked.getByRole("button", { name: "Reveal SCALINGO_REDIS_URL" }).click();
  await expect(locked).toContainText(`@${resourceId}:6379/0`);
});

test("a collaborator comes and goes; a stranger sees nothing; the administrator sees all", async ({
  login,
}) => {
  const [olga, carl, stan, ada] = await Promise.all([
    login("olga"),
    login("carl"),
    login("stan"),
    login("ada"),
  ]);
  const app = appName("team");
  await createApp(olga, { name: app });
  const statusFor = async (page: Page, path = "") => (await page.goto(`/apps/${app}${path}`))?.status();
  expect(await statusFor(carl)).toBe(404);
  await expect(carl.getByRole("heading", { name: "There is nothing here" })).toBeVisible();

  await olga.goto(`/apps/${app}/settings`);
  await olga.getByLabel("Add a person by email").fill("nobody@example.org");
  await olga.getByRole("button", { name: "Add", exact: true }).click();
  await expect(olga.getByRole("alert").filter({ hasText: /\S/ })).toBeVisible();
  await olga.getByLabel("Add a person by email").fill(PEOPLE.carl.email);
  await olga.getByRole("button", { name: "Add", exact: true }).click();
  const row = olga.getByRole("row", { name: PEOPLE.carl.name });
  await expect(row).toBeVisible();

  expect(await statusFor(carl)).toBe(200);
  await carl.goto("/apps");
  await expect(carl.getByRole("link", { name: app })).toBeVisible();
  expect(await statusFor(carl, "/settings")).toBe(200);
  await expect(carl.getByLabel("Add a person by email")).toHaveCount(0);
  await expect(carl.getByLabel(/^Type/)).toHaveCount(0);
  expect(await statusFor(ada, "/settings")).toBe(200);
  expect(await statusFor(stan)).toBe(404);
  await stan.goto("/apps");
  await expect(stan.getByRole("heading", { name: "Apps" })).toBeVisible();
  await expect(stan.getByRole("link", { name: app })).toHaveCount(0);

  await row.getByRole("button", { name: `Remove ${PEOPLE.carl.email}` }).click();
  await expect(row).toBeVisible();
  await row.getByRole("button", { name: `Confirm: Remove ${PEOPLE.carl.email}` }).click();
  await expect(row).toHaveCount(0);
  expect(await statusFor(carl)).toBe(404);

  await olga.goto(`/apps/${app}/activity`);
  await expect(olga.getByText(`gave ${PEOPLE.carl.email} access as an operator.`)).toBeVisible();
  await expect(olga.getByText(`took away the access of ${PEOPLE.carl.email}.`)).toBeVisible();
});

test("an app is deleted by typing its name, with its database and container", async ({ login, berth }) => {
  const page = await login("olga");
  const app = appName("gone");
  await createApp(page, { name: app, image: "berth-demo:1" });
  await addRedis(page, app);
  await page.getByRole("link", { name: "Settings" }).click();
  await page.getByLabel(/^Type/).fill(app);
  await page.getByRole("button", { name: /^Delete/ }).click();
  await page.waitForURL("/apps", { timeout: 120_000 });
  await expect(page.getByRole("link", { name: app })).toHaveCount(0);
  expect(await listRunning(`${berth.instance.id}_${app}`)).toEqual([]);
});
