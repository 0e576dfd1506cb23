import { expect } from "@playwright/test";
import { docker } from "./engine";
import { appName, createApp } from "./journeys";
import { PEOPLE } from "./state";
import { test } from "./test";

const IMAGE = "berth-demo:1";

test("an app made with a wrong image is mended by another one, and a new tag is deployed", async ({
  login,
}) => {
  const page = await login("olga");
  const app = appName("deploy");
  const tag = app;
  const row = (image: string) => page.getByRole("row").filter({ hasText: image });
  await docker.getImage(IMAGE).tag({ repo: "berth-demo", tag });

  await test.step("a wrong image is told of with its reason", async () => {
    await createApp(page, { name: app });
    await page.goto(`/apps/${app}/settings`);
    await page.getByLabel("Image", { exact: true }).fill(`${app}-nowhere:1`);
    await page.getByLabel("Command").fill("sleep 1000");
    await page.getByRole("button", { name: "Save and deploy" }).click();
    await page.waitForURL(/\/operations\//);
    await expect(page.getByText(`${app} could not be deployed`)).toBeVisible({ timeout: 60_000 });
    await expect(page.getByText(/No such image/).first()).toBeVisible();
    await expect(page.getByRole("main")).toContainText(PEOPLE.olga.email);
    await expect(page.getByRole("link", { name: "Activity", exact: true })).toHaveAttribute(
      "aria-current",
      "page",
    );
  });

  await test.step("the image is mended", async () => {
    await page.goto(`/apps/${app}/settings`);
    await expect(page.getByLabel("Command")).toHaveValue("sleep 1000");
    await page.getByLabel("Image", { exact: true }).fill(IMAGE);
    await page.getByRole("button", { name: "Save and deploy" }).click();
    await expect(page.getByText(`${app} was deployed`)).toBeVisible({ timeout: 60_000 });
    await page.goto(`/apps/${app}`);
    await expect(row(IMAGE)).toContainText("Running");
  });

  await test.step("another tag takes its place", async () => {
    await page.goto(`/apps/${app}/settings`);
    await page.getByRole("button", { name: "Deploy a tag" }).click();
    const dialog = page.getByRole("dialog", { name: "Deploy a tag" });
    await dialog.getByLabel("Tag").fill("no tag");
    await dialog.getByRole("button", { name: "Deploy this tag" }).click();
    await expect(dialog.getByRole("alert").filter({ hasText: /^A tag has/ })).toBeVisible();
    await dialog.getByLabel("Tag").fill(tag);
    await dialog.getByRole("button", { name: "Deploy this tag" }).click();
    await expect(page.getByText(`${app} was deployed`)).toBeVisible({ timeout: 60_000 });
    await page.goto(`/apps/${app}`);
    await expect(row(`berth-demo:${tag}`).first()).toContainText("Running");
  });

  await test.step("the timeline tells each", async () => {
    await page.goto(`/apps/${app}/activity`);
    await expect(page.getByText(`began to deploy berth-demo:${tag}.`)).toBeVisible();
  });
  await docker.getImage(`berth-demo:${tag}`).remove();
});
