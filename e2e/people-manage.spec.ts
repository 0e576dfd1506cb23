import { type Browser, expect, type Page } from "@playwright/test";
import { addRedis, appName, createApp } from "./journeys";
import { test } from "./test";

type Newcomer = { name: string; email: string; page: Page };

/** Somebody new with a browser of their own, by an invitation of the administrator's. */
async function invite(admin: Page, browser: Browser, baseURL: string, name: string): Promise<Newcomer> {
  const email = `${appName(name.toLowerCase())}@example.org`;
  await admin.goto("/people");
  await admin.getByLabel("Email").fill(email);
  await admin.getByRole("button", { name: "Make the link" }).click();
  const link = await admin
    .getByRole("status")
    .getByText(/\/invitations\//)
    .textContent();
  const page = await (await browser.newContext({ baseURL })).newPage();
  await page.goto(link ?? "");
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("Password").fill(`four words for ${name}`);
  await page.getByRole("button", { name: "Accept the invitation" }).click();
  await expect(page.getByText("Start with an app")).toBeVisible();
  return { name, email, page };
}

/** Opens what can be done to an account. */
async function manage(admin: Page, { email }: Newcomer) {
  await admin.goto("/people");
  await admin.getByRole("button", { name: `Manage ${email}` }).click();
  return admin.getByRole("dialog");
}

test("whoever is disabled or removed is led to the sign-in from the page that is open", async ({
  login,
  browser,
  berth,
}) => {
  const ada = await login("ada");
  const dora = await invite(ada, browser, berth.baseUrl, "Dora");
  const rosa = await invite(ada, browser, berth.baseUrl, "Rosa");

  const ofDora = await manage(ada, dora);
  await ofDora.getByRole("button", { name: `Disable: ${dora.email}` }).click();
  await ofDora.getByRole("button", { name: `Confirm: Disable: ${dora.email}` }).click();
  await expect(ofDora.getByRole("button", { name: `Enable: ${dora.email}` })).toBeVisible();
  await dora.page.getByRole("link", { name: "Databases" }).click();
  await expect(dora.page).toHaveURL(/\/sign-in/);

  const ofRosa = await manage(ada, rosa);
  await ofRosa.getByLabel(/^Type/).fill(rosa.email);
  await ofRosa.getByRole("button", { name: "Remove the account" }).click();
  await expect(ofRosa).toBeHidden();
  await expect(ada.getByRole("button", { name: `Manage ${rosa.email}` })).toHaveCount(0);
  await rosa.page.getByRole("link", { name: "Databases" }).click();
  await expect(rosa.page).toHaveURL(/\/sign-in/);

  await ada.goto(`/audit?person=${encodeURIComponent(rosa.email)}`);
  await expect(ada.getByText(`removed the account ${rosa.email}.`)).toBeVisible();
  const download = ada.waitForEvent("download");
  await ada.getByRole("link", { name: "Export as CSV" }).click();
  expect((await download).suggestedFilename()).toBe("berth-audit.csv");
  await Promise.all([dora, rosa].map(({ page }) => page.context().close()));
});

test("a viewer sees pages that say why nothing can be changed, and changes come with the role", async ({
  login,
  browser,
  berth,
}) => {
  const ada = await login("ada");
  const vera = await invite(ada, browser, berth.baseUrl, "Vera");
  const app = appName("viewed");
  await createApp(ada, { name: app });
  const resourceId = await addRedis(ada, app);
  await ada.goto(`/apps/${app}/settings`);
  await ada.getByLabel("Add a person by email").fill(vera.email);
  await ada.getByLabel("As", { exact: true }).selectOption({ label: "Viewer" });
  await ada.getByRole("button", { name: "Add", exact: true }).click();
  const role = ada.getByRole("combobox", { name: `Role of ${vera.email}` });
  await expect(role).toHaveValue("view");

  const { page } = vera;
  const note = page.getByText("You can look, and change nothing");
  const main = page.getByRole("main");
  for (const path of [
    `/apps/${app}`,
    `/apps/${app}/addons`,
    `/apps/${app}/environment`,
    `/apps/${app}/settings`,
  ])
    await test.step(path, async () => {
      await page.goto(path);
      await expect(note).toBeVisible();
      await expect(page.getByText("Loading…")).toHaveCount(0);
      await expect(main.getByRole("button")).toHaveCount(0);
    });
  await page.goto(`/apps/${app}/environment`);
  await expect(page.getByText("SCALINGO_REDIS_URL").first()).toBeVisible();
  for (const tab of ["settings", "users", "backups", "metrics"])
    await test.step(tab, async () => {
      await page.goto(`/databases/${resourceId}/${tab}`);
      await expect(note).toBeVisible();
      await expect(page.getByText("Loading…")).toHaveCount(0);
      await expect(
        main.getByRole("button", { name: /Save|Switch|Upgrade|Back up|Rotate|Remove|Connect/ }),
      ).toHaveCount(0);
    });
  for (const tab of ["console", "keys"]) {
    await page.goto(`/databases/${resourceId}/${tab}`);
    await expect(page.getByText("Not for viewers")).toBeVisible();
  }
  await page.goto(`/databases/${resourceId}/logs`);
  await expect(page.getByRole("heading", { name: "Logs" })).toBeVisible();

  await role.selectOption({ label: "Operator" });
  const answer = ada.waitForResponse((response) => response.request().method() === "POST");
  await ada.getByRole("button", { name: `Change the role of ${vera.email}` }).click();
  await answer;
  await page.goto(`/apps/${app}/environment`);
  await expect(page.getByRole("button", { name: "Add the variable" })).toBeVisible();
  await expect(note).toHaveCount(0);
  await page.context().close();
});
