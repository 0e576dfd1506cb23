import { expect } from "@playwright/test";
import { addRedis, appName, createApp } from "./journeys";
import { test } from "./test";

test("without network, session or code a page says so, heals, and loses nothing that was typed", async ({
  login,
}) => {
  const page = await login("olga");
  const app = appName("edges");
  await createApp(page, { name: app });
  const resourceId = await addRedis(page, app);

  await test.step("offline, a database is not called healthy", async () => {
    await page.goto(`/databases/${resourceId}`);
    await expect(page.getByText("Healthy")).toBeVisible();
    await page.context().setOffline(true);
    await expect(page.getByText("Berth cannot be reached from here.").first()).toBeVisible();
    await expect(page.getByText("Healthy")).toBeHidden();
    await page.context().setOffline(false);
    await expect(page.getByText("Healthy")).toBeVisible();
  });

  await test.step("a dialog whose code does not come says so, and tries again", async () => {
    const isCode = "**/_next/static/chunks/**";
    await page.route(isCode, (route) => route.abort());
    await page.getByRole("button", { name: "Change plan" }).click();
    const dialog = page.getByRole("dialog", { name: "Change plan" });
    await expect(dialog.getByText("Its code did not arrive.")).toBeVisible();
    await page.unroute(isCode);
    await dialog.getByRole("button", { name: "Try again" }).click();
    await expect(dialog.getByRole("radio").first()).toBeVisible();
    await page.keyboard.press("Escape");
  });

  await test.step("a form that cannot be sent keeps what was typed", async () => {
    await page.goto(`/apps/${app}/environment`);
    const isSent = (url: URL) => url.pathname === `/apps/${app}/environment`;
    await page.route(isSent, (route) =>
      route.request().method() === "POST" ? route.abort() : route.continue(),
    );
    await page.getByLabel("Name", { exact: true }).fill("GREETING");
    await page.getByLabel("Value", { exact: true }).fill("hello there");
    await page.getByRole("button", { name: "Add the variable" }).click();
    await expect(page.getByText("What you entered is still here")).toBeVisible();
    await expect(page.getByLabel("Value", { exact: true })).toHaveValue("hello there");
    await page.unroute(isSent);
    await page.getByRole("button", { name: "Add the variable" }).click();
    await expect(page.getByRole("row", { name: "GREETING" })).toBeVisible();
  });

  await test.step("until the page listens a form is neither sent unasked nor in vain", async () => {
    let release = (): void => undefined;
    const isReleased = new Promise<void>((resolve) => {
      release = resolve;
    });
    const isScript = "**/_next/static/**/*.js";
    await page.route(isScript, async (route) => {
      await isReleased;
      await route.continue();
    });
    const sent: string[] = [];
    page.on("request", (request) => request.method() === "POST" && sent.push(request.url()));
    await page.goto(`/apps/${app}/settings`, { waitUntil: "commit" });
    const invite = page.getByRole("button", { name: "Add", exact: true });
    await expect(invite).toBeDisabled();
    await expect(invite).toHaveAttribute("aria-busy", "true");
    await page.getByLabel("Add a person by email").fill("stan@example.org");
    await page.getByLabel("Add a person by email").press("Enter");
    await invite.click({ force: true });
    const place = await invite.boundingBox();
    expect(sent).toEqual([]);
    release();
    await expect(invite).toBeEnabled();
    expect(await invite.boundingBox()).toEqual(place);
    await expect(page.getByLabel("Add a person by email")).toHaveValue("stan@example.org");
    expect(sent).toEqual([]);
    await page.unroute(isScript);
  });

  await test.step("an ended session leads to the sign-in, and back to the same page", async () => {
    await page.goto(`/databases/${resourceId}`);
    await expect(page.getByText("Healthy")).toBeVisible();
    await page.context().clearCookies();
    await page.getByRole("alert").getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL(`/sign-in?next=${encodeURIComponent(`/databases/${resourceId}`)}`);
  });
});
