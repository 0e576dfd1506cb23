import { expect, type Page } from "@playwright/test";
import { addRedis, appName, createApp } from "./journeys";
import { expectGood } from "./sight";
import { test } from "./test";

const press = (page: Page, ...keys: string[]) =>
  keys.reduce<Promise<void>>((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve());

test("everything is found, named and changed by keyboard alone", async ({ login }) => {
  const page = await login("olga");
  const app = appName("find");
  await createApp(page, { name: app });
  const [first, second] = [await addRedis(page, app), await addRedis(page, app)];

  await test.step("Ctrl-K leads to a database by a part of its name, and Escape back to where one was", async () => {
    await press(page, "Control+k");
    const palette = page.getByRole("dialog", { name: "Go to" });
    await expect(palette.getByRole("combobox")).toBeFocused();
    await page.keyboard.type(first.toUpperCase());
    await expect(palette.getByRole("option", { name: first })).toBeVisible();
    await expect(palette.getByRole("option")).toHaveCount(1 + 1);
    await expectGood(page, "the palette");
    await press(page, "Escape");
    await expect(palette).toBeHidden();
    await press(page, "Control+k");
    await page.keyboard.type(first);
    await expect(palette.getByRole("option", { name: first })).toHaveAttribute("aria-selected", "true");
    await press(page, "Enter");
    await page.waitForURL(`/databases/${first}`);
  });

  await test.step("its settings are a few letters away; a name and a note are kept", async () => {
    await press(page, "Control+k");
    const palette = page.getByRole("dialog", { name: "Go to" });
    await page.keyboard.type(`settings ${first}`);
    await expect(palette.getByRole("option")).toHaveCount(1);
    await press(page, "Enter");
    await page.waitForURL(`/databases/${first}/settings`);
    await page.getByLabel("Name", { exact: true }).focus();
    await page.keyboard.type("Sessions of the shop");
    await press(page, "Tab");
    await page.keyboard.type("Ask Olga before you empty it.");
    await press(page, "Tab", "Enter");
    await expect(page.getByRole("heading", { name: "Sessions of the shop", level: 1 })).toBeVisible();
    await expect(page.getByText("Ask Olga before you empty it.").first()).toBeVisible();
  });

  await test.step("`?` lists the keys, and is a letter where one types", async () => {
    await page.goto("/databases");
    const keys = page.getByRole("dialog", { name: "Keys" });
    // A page that has just come does not listen yet.
    await expect(async () => {
      await press(page, "?");
      await expect(keys).toBeVisible({ timeout: 1_000 });
    }).toPass();
    await expect(keys).toContainText("Ctrl");
    await expectGood(page, "the keys");
    await press(page, "Escape");
    await expect(keys).toBeHidden();
  });

  const search = page.getByRole("searchbox", { name: "Database, app, image or note" });
  await test.step("`/` leads to the search, which shows as one types, and is cleared", async () => {
    await press(page, "/");
    await expect(search).toBeFocused();
    await page.keyboard.type("ask OLGA before");
    await expect(page.getByRole("row")).toHaveCount(2);
    await expect(page.getByRole("row", { name: first })).toContainText("Sessions of the shop");
    await press(page, "?");
    await expect(search).toHaveValue("ask OLGA before?");
    await expect(page.getByText("None of your databases is like that.")).toBeVisible();
    await page.getByRole("link", { name: "Clear" }).focus();
    await press(page, "Enter");
    await expect(page).toHaveURL("/databases");
    await expect(search).toHaveValue("");
    await page.goto(`/databases?q=${app}&page=99`);
    await expect(page).toHaveURL(new RegExp(`q=${app}&page=1$`));
  });

  await test.step("many are changed at once: each says what became of it", async () => {
    await expectGood(page, "the list of databases");
    await page.getByRole("checkbox", { name: "Choose every database on this page" }).focus();
    await press(page, "Space");
    await expect(page.getByText("2 chosen")).toBeVisible();
    await page.getByRole("checkbox", { name: `Choose ${first}` }).focus();
    await press(page, "Space");
    await expect(page.getByText("1 chosen")).toBeVisible();
    await press(page, "Space");
    await page.getByRole("button", { name: "Change plan…" }).focus();
    await press(page, "Enter");
    const dialog = page.getByRole("dialog", { name: "Change plan" });
    await dialog.getByLabel("To plan").focus();
    await page.keyboard.type("256m");
    await dialog.getByRole("button", { name: "Change 2 databases" }).focus();
    await press(page, "Enter");
    await expect(dialog.getByRole("status")).toHaveText("2 done", { timeout: 120_000 });
    await expect(dialog).toContainText(`${second} was changed to plan 256m`);
    await dialog.getByRole("button", { name: "Close", exact: true }).first().focus();
    await press(page, "Enter");
    await expect(page.getByRole("row", { name: first })).toContainText("256m");
  });

  await test.step("one that cannot be changed says why, and stops nothing", async () => {
    await page.getByRole("button", { name: "Change plan…" }).focus();
    await press(page, "Enter");
    const dialog = page.getByRole("dialog", { name: "Change plan" });
    await dialog.getByLabel("To plan").focus();
    await page.keyboard.type("256m");
    await dialog.getByRole("button", { name: "Change 2 databases" }).focus();
    await press(page, "Enter");
    await expect(dialog.getByRole("status")).toHaveText("2 left as they are", { timeout: 60_000 });
    await expectGood(page, "what became of each");
  });
});
