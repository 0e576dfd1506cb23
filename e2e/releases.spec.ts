import { expect } from "@playwright/test";
import { imageOf } from "../lib/core/engines/versions";
import { makeOlderBuild } from "../tests/engine/older-build";
import { runAdmin } from "./berth";
import { addRedis, appName, createApp } from "./journeys";
import { writeNodeImage } from "./records";
import { expectGood } from "./sight";
import { test } from "./test";

const CHANGE_MS = 120_000;
const VERSION = "8.0.2";

let older: ReturnType<typeof makeOlderBuild>;
test.beforeAll(() => {
  older = makeOlderBuild(imageOf("redis", VERSION));
});
test.afterAll(() => older.remove());

test("a database takes a security update from its page, and administrators see which build each one runs", async ({
  login,
  berth,
}) => {
  test.setTimeout(3 * CHANGE_MS);
  const page = await login("olga");
  const ada = await login("ada");
  const app = appName("mended");
  await createApp(page, { name: app });
  const resourceId = await addRedis(page, app);
  await writeNodeImage(berth, resourceId, older.image);
  const build = older.image.slice(older.image.indexOf(":") + 1);

  await test.step("the Instance page and bin/admin name the build, the database on it, and that a newer one is there", async () => {
    await ada.goto("/instance");
    const row = ada.getByRole("row", { name: `Redis ${VERSION}` });
    await expect(row).toContainText("Offered");
    await expect(row.getByRole("listitem").filter({ hasText: build })).toContainText(resourceId);
    await expect(row.getByRole("listitem").filter({ hasText: build })).toContainText(
      "A newer build is there",
    );
    await expect(ada.getByRole("row", { name: "Redis 6.0.16" })).toContainText("Deprecated");
    await expectGood(ada, "the Instance page");
    expect(runAdmin(berth, ["engines", "list"])).toMatch(new RegExp(`${build}.*, 1 database: ${resourceId}`));
  });

  await test.step("its version card takes the update", async () => {
    await page.goto(`/databases/${resourceId}/settings`);
    await expect(page.getByText(/^Security update: build .* of this version is there\.$/)).toBeVisible();
    await expect(page.getByRole("button", { name: /security update .* in the next window/ })).toBeVisible();
    await page.getByRole("button", { name: "Take the security update", exact: true }).click();
    const dialog = page.getByRole("dialog", { name: "Upgrade Redis" });
    await expect(dialog.getByText(/takes over within milliseconds/)).toBeVisible();
    await expectGood(dialog, "the dialog of a security update");
    await dialog.getByRole("button", { name: `Upgrade to ${VERSION}` }).click();
    await expect(dialog.getByText("Data, users and settings are as they were.")).toBeVisible({
      timeout: CHANGE_MS,
    });
    await dialog.getByRole("button", { name: "Close" }).first().click();
    await expect(page.getByText("The newest version on offer")).toBeVisible();
    await expect(page.getByText("Security update")).toHaveCount(0);
  });

  await test.step("what happened is told by the names of the builds", async () => {
    await page.goto(`/apps/${app}/activity`);
    await expect(
      page.getByText(`upgrade ${resourceId} from Redis ${build} to ${VERSION}`).first(),
    ).toBeVisible();
  });

  await test.step("administrators bring all databases of the release to its newest build, and watch it", async () => {
    const other = appName("behind");
    await createApp(page, { name: other });
    const behind = await addRedis(page, other);
    await writeNodeImage(berth, behind, older.image);
    await ada.goto("/instance");
    const row = ada.getByRole("row", { name: `Redis ${VERSION}` });
    await row.getByRole("button", { name: "Upgrade 1 database" }).click();
    const dialog = ada.getByRole("dialog", { name: `Upgrade all databases of Redis ${VERSION}` });
    await expect(dialog.getByLabel("When")).toHaveValue("now");
    await expectGood(dialog, "the dialog of an upgrade of all databases");
    await dialog.getByRole("button", { name: "Upgrade all" }).click();
    await expect(row.getByRole("status")).toHaveText("Its databases were upgraded: 1 upgraded.", {
      timeout: CHANGE_MS,
    });
    await expect(row.getByRole("listitem").filter({ hasText: build })).toContainText("No database");
    await expect(row.getByRole("listitem").last()).toContainText(behind);
  });
});
