import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { hasRedis, listLabelled, ofDatabase, settledContainer } from "./engine";
import { appName, choosePlan, createApp, seeRunning } from "./journeys";
import { readDatabaseSecrets } from "./records";
import { test } from "./test";

test("PostgreSQL is killed while a database is being made: the page says so, and it ends well", async ({
  login,
  berth,
}) => {
  const page = await login("olga");
  const app = appName("killed");
  await createApp(page, { name: app, image: "berth-demo:1" });
  const confirm = await choosePlan(page, app, "free");
  await confirm.click();
  const dialog = page.getByRole("dialog", { name: "Your database" });
  const started = dialog.getByRole("listitem").filter({ hasText: "Start Redis" });
  await expect(started).toContainText(/done|running/);
  await expect(dialog.getByRole("link", { name: "Link to dashboard" }), "it is not over yet").toHaveCount(0);

  const lock = join(berth.dataDir, "postgresql", "data", "postmaster.pid");
  const postmaster = Number(readFileSync(lock, "utf8").split("\n")[0]);
  process.kill(postmaster, "SIGKILL");

  const resourceId = await seeRunning(page, 90_000);
  expect(Number(readFileSync(lock, "utf8").split("\n")[0])).not.toBe(postmaster);
  const { databaseId } = await readDatabaseSecrets(berth, resourceId);
  const name = `${berth.instance.id}-${resourceId}`;
  const { services, secrets, volumes } = await listLabelled(ofDatabase(databaseId));
  expect(services?.sort()).toEqual([name, `${name}-node-1`]);
  expect(secrets?.sort()).toEqual([`${name}-gd-1`, `${name}-gw-1`, `${name}-n1-acl`, `${name}-n1-conf`]);
  expect(volumes).toEqual([`${name}-node-1`]);
  await settledContainer(`${berth.instance.id}_${app}`, hasRedis);
  await page.goto(`/apps/${app}/environment`);
  await expect(page.getByRole("button", { name: /^Copy .*REDIS_URL/ })).toHaveCount(2);
  await page.goto(`/databases/${resourceId}`);
  await expect(page.getByText("Healthy")).toBeVisible();
});
