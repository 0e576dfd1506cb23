import { expect } from "@playwright/test";
import { docker } from "./engine";
import { appName, createApp } from "./journeys";
import { PEOPLE } from "./state";
import { test } from "./test";

const IMAGE = "berth-demo:1";

/** Whether React has taken the page's forms over. */
const isListening = (): boolean =>
  Object.keys(document.querySelector("main form") ?? {}).some((key) => key.startsWith("__reactProps"));

test("an app made with a wrong image is mended by another one, and a new tag is deployed", async ({
  login,
}) => {
  const page = await login("olga");
  const app = appName("deploy");
  const tag = app;
  const row = (image: string) => page.getByRole("row").filter({ hasText: image });
  const openTab = async (name: string) => {
    await page
      .getByRole("navigation", { name: `Parts of ${app}` })
      .getByRole("link", { name })
      .click();
    await page.waitForURL(new RegExp(`/apps/${app}${name === "Overview" ? "" : `/${name.toLowerCase()}`}$`));
    // What is sent before that is sent as by a browser without scripts, which leads nowhere.
    if (name === "Settings") await expect.poll(() => page.evaluate(isListening)).toBe(true);
  };
  await docker.getImage(IMAGE).tag({ repo: "berth-demo", tag });

  await test.step("a wrong image is told of with its reason", async () => {
    await createApp(page, { name: app });
    await openTab("Settings");
    await page.getByLabel("Image", { exact: true }).fill(`${app}-nowhere:1`);
    await page.getByLabel("Command").fill("sleep 1000");
    await page.getByRole("button", { name: "Save and deploy" }).click();
    await page.waitForURL(/\/operations\//);
    await expect(page.getByText(`${app} could not be deployed`).first()).toBeVisible({ timeout: 120_000 });
    await expect(page.getByText(/No such image/).first()).toBeVisible();
    await expect(page.getByRole("main")).toContainText(PEOPLE.olga.email);
    await expect(page.getByRole("link", { name: "Activity", exact: true })).toHaveAttribute(
      "aria-current",
      "page",
    );
  });

  await test.step("the image is mended", async () => {
    await openTab("Settings");
    await expect(page.getByLabel("Command")).toHaveValue("sleep 1000");
    await page.getByLabel("Image", { exact: true }).fill(IMAGE);
    await page.getByRole("button", { name: "Save and deploy" }).click();
    await expect(page.getByText(`${app} was deployed`).first()).toBeVisible({ timeout: 120_000 });
    await openTab("Overview");
    await expect(row(IMAGE).first()).toContainText("Running");
  });

  await test.step("another tag takes its place", async () => {
    await openTab("Settings");
    await page.getByRole("button", { name: "Deploy a tag" }).click();
    const dialog = page.getByRole("dialog", { name: "Deploy a tag" });
    await dialog.getByLabel("Tag").fill("no tag");
    await dialog.getByRole("button", { name: "Deploy this tag" }).click();
    await expect(dialog.getByRole("alert").filter({ hasText: /^A tag has/ })).toBeVisible();
    await dialog.getByLabel("Tag").fill(tag);
    await dialog.getByRole("button", { name: "Deploy this tag" }).click();
    await expect(page.getByText(`${app} was deployed`).first()).toBeVisible({ timeout: 120_000 });
    await openTab("Overview");
    await expect(row(`berth-demo:${tag}`).first()).toContainText("Running");
  });

  await test.step("the timeline tells each", async () => {
    await openTab("Activity");
    await expect(page.getByText(`began to deploy berth-demo:${tag}.`)).toBeVisible();
  });
  await docker.getImage(`berth-demo:${tag}`).remove();
});
