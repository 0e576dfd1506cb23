import { expect, type Locator } from "@playwright/test";
import { addRedis, appName, createApp } from "./journeys";
import { expectGood } from "./sight";
import { test } from "./test";

const SWITCH_MS = 60_000;
const LOOK_MS = 2_000;

test("features are switched, settings set and an upgrade put off to the next window", async ({ login }) => {
  const page = await login("olga");
  const app = appName("features");
  await createApp(page, { name: app });
  const resourceId = await addRedis(page, app, "256m");
  await page.goto(`/databases/${resourceId}/settings`);
  const card = (name: string) => page.getByRole("form", { name });
  const activated = (name: string) =>
    expect(card(name).getByText("Activated", { exact: true })).toBeVisible({ timeout: SWITCH_MS });
  /** A change may be over before anybody looks: what it leads to is what the page has once it is read anew. */
  const isKept = (field: Locator, value: string) =>
    expect(async () => {
      await page.reload();
      await expect(field).toHaveValue(value, { timeout: LOOK_MS });
    }).toPass({ timeout: SWITCH_MS });

  await test.step("each says what it does and where it stands", async () => {
    await expect(card("Snapshots (RDB)").getByText("Activated", { exact: true })).toBeVisible();
    await expect(card("Append-only file (AOF)").getByText("Off", { exact: true })).toBeVisible();
    await expectGood(page, "the settings of a database");
  });

  await test.step("the last way of saving is not switched off without a yes", async () => {
    await card("Snapshots (RDB)").getByRole("button", { name: "Switch off" }).click();
    await expect(card("Snapshots (RDB)").getByText("Activated", { exact: true })).toBeVisible();
    await expect(card("Snapshots (RDB)").getByText(/nothing is saved to disk any more/)).toBeVisible();
  });

  await test.step("one is switched on and is activated once it is so", async () => {
    await card("Append-only file (AOF)").getByRole("button", { name: "Switch on" }).click();
    await activated("Append-only file (AOF)");
    await expect(card("Snapshots (RDB)").getByText(/nothing is saved/)).toBeHidden();
  });

  await test.step("cache mode has a policy, which can be changed alone", async () => {
    await card("Cache mode").getByLabel("Which keys go").selectOption("allkeys-lfu");
    await card("Cache mode").getByRole("button", { name: "Switch on" }).click();
    await activated("Cache mode");
    await expect(card("Cache mode").getByLabel("Which keys go")).toHaveValue("allkeys-lfu");
    await card("Cache mode").getByLabel("Which keys go").selectOption("volatile-ttl");
    await card("Cache mode").getByRole("button", { name: "Change" }).click();
    await isKept(card("Cache mode").getByLabel("Which keys go"), "volatile-ttl");
    await expect(page.getByText(/^Switching "Cache mode" on/)).toBeHidden({ timeout: SWITCH_MS });
    await activated("Cache mode");
  });

  await test.step("settings are told what is wrong with them, and kept", async () => {
    await card("Settings").getByLabel("Idle timeout, seconds").fill("3");
    await card("Settings").getByRole("button", { name: "Save" }).click();
    await expect(card("Settings").getByText(/A number of seconds from 10/)).toBeVisible();
    await card("Settings").getByLabel("Idle timeout, seconds").fill("0");
    await card("Settings").getByLabel("Keyspace notifications").fill("Ex");
    await card("Settings").getByRole("button", { name: "Save" }).click();
    await isKept(card("Settings").getByLabel("Keyspace notifications"), "Ex");
    await expect(page.getByText(`Changing settings of ${resourceId}`)).toBeHidden({ timeout: SWITCH_MS });
    await expect(card("Settings").getByText("could not be changed")).toBeHidden();
    await expect(card("Settings").getByLabel("Idle timeout, seconds")).toHaveValue("0");
  });

  await test.step("the window is set", async () => {
    await card("Maintenance window").getByLabel("Weekday (UTC)").selectOption("Friday");
    await card("Maintenance window").getByLabel("Opens at (UTC)").selectOption("22:00");
    await card("Maintenance window").getByRole("button", { name: "Save" }).click();
    await expect(card("Maintenance window").getByText("Saved.")).toBeVisible();
    await expect(card("Maintenance window").getByText(/22:00 UTC/)).toBeVisible();
    await expectGood(page, "the settings of a database that were changed");
  });
});
