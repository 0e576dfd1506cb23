import { expect } from "@playwright/test";
import { docker } from "./engine";
import { appName, createApp } from "./journeys";
import { test } from "./test";

const IMAGE = "berth-demo:1";
/** Says what it does, and falls over once the operation that started it has ended. */
const COMMAND = `sh -c 'echo listening; echo "ERROR no such user"; sleep 9; echo "out of luck"; exit 3'`;

test("what an app writes is on its page, live and searchable, and its falls lead to it", async ({
  login,
}) => {
  const page = await login("olga");
  const app = appName("logs");
  const lines = page.getByRole("region", { name: "Lines" });
  await createApp(page, { name: app, image: IMAGE, command: COMMAND });

  await test.step("a container has the id that the engine's command line knows", async () => {
    const row = page.getByRole("row").filter({ hasText: "Running" }).first();
    const shown = (await row.getByRole("cell").nth(1).textContent()) ?? "";
    expect(shown).toMatch(/^[0-9a-f]{12}$/);
    expect((await docker.getContainer(shown).inspect()).Config.Cmd).toContain("sh");
  });

  await test.step("its lines are there with their levels, and those that come", async () => {
    await page
      .getByRole("navigation", { name: `Parts of ${app}` })
      .getByRole("link", { name: "Logs" })
      .click();
    await expect(page.getByRole("heading", { name: "Logs" })).toBeVisible();
    const folded = lines.getByText(/^Create the app: \d+ lines/).first();
    if (await folded.isVisible()) await folded.click();
    await expect(lines).toContainText("listening");
    await expect(lines.getByRole("listitem").filter({ hasText: "no such user" }).first()).toContainText(
      "Error",
    );
    await page.getByRole("button", { name: "Follow" }).click();
    await expect(lines).toContainText("out of luck", { timeout: 60_000 });
  });

  await test.step("words are found and marked", async () => {
    await page.getByRole("searchbox", { name: "Words" }).fill("NO SUCH");
    await page.getByRole("button", { name: "Search" }).click();
    await page.waitForURL(/q=NO/);
    await expect(lines.locator("mark").first()).toHaveText("no such");
    await expect(lines).not.toContainText("listening");
  });

  await test.step("that it fell over is said on its page, with the way to what it wrote then", async () => {
    await page.goto(`/apps/${app}`);
    const note = page.getByText(/^Fell over (once|\d+ times) since .*, last with exit code 3$/);
    await expect(note).toBeVisible({ timeout: 90_000 });
    await page.getByRole("link", { name: "What it wrote then" }).click();
    await page.waitForURL(/\/logs\?at=/);
    await expect(lines).toContainText("out of luck");
  });
});
