import { createHmac } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import { type Received, startHttpReceiver, startMailReceiver } from "../tests/receivers";
import { addRedis, appName, createApp } from "./journeys";
import { sessionFile } from "./state";
import { test } from "./test";

const app = appName("told");
let resourceId = "";
let hook: Awaited<ReturnType<typeof startHttpReceiver>>;
let mail: Awaited<ReturnType<typeof startMailReceiver>>;

test.beforeAll("an app with a database, and receivers", async ({ browser, berth }) => {
  hook = await startHttpReceiver();
  mail = await startMailReceiver(berth.smtpPort);
  const page = await browser.newPage({ baseURL: berth.baseUrl, storageState: sessionFile("olga") });
  await createApp(page, { name: app });
  resourceId = await addRedis(page, app, "256m");
  await page.close();
});
test.afterAll(() => Promise.all([hook.close(), mail.close()]));

const row = (page: Page, name: string) => page.getByRole("row").filter({ hasText: name });

/** Opens the form for a new notifier and fills in its name. */
async function newNotifier(page: Page, name: string, platform: RegExp) {
  await page.getByRole("button", { name: "Add a notifier" }).click();
  const dialog = page.getByRole("dialog", { name: "Add a notifier" });
  await dialog.getByRole("radio", { name: platform }).check();
  await dialog.getByLabel("Name", { exact: true }).fill(name);
  return dialog;
}

async function chooseEverything(page: Page) {
  await page.getByRole("radio", { name: /^Everything/ }).check();
}

test("an alert reaches nobody until a notifier is added, tried out and told", async ({ login }) => {
  const page = await login("olga");
  await page.goto(`/databases/${resourceId}/metrics`);
  await expect(page.getByText("An alert reaches nobody yet.")).toBeVisible();
  await page.getByRole("link", { name: "Add a notifier" }).click();
  await page.waitForURL(`/apps/${app}/settings#notifiers`);

  const dialog = await newNotifier(page, "On call", /^Webhook/);
  await dialog.getByRole("textbox", { name: "Address" }).fill("http://127.0.0.1:1/");
  await chooseEverything(page);
  await dialog.getByRole("button", { name: "Add the notifier" }).click();
  await expect(dialog.getByRole("alert")).toContainText("Berth sends nothing to 127.0.0.1");
  await dialog.getByRole("textbox", { name: "Address" }).fill(`${hook.url}/berth`);
  await dialog.getByRole("button", { name: "Add the notifier" }).click();
  const secret = (await page.getByText(/^whsec-[0-9a-f]{64}$/).textContent()) ?? "";
  await page.getByRole("button", { name: "Done" }).click();

  await page.getByRole("button", { name: "Test On call" }).click();
  await expect(row(page, "On call")).toContainText("Delivered");
  const [{ headers, body } = { headers: {} as Received["headers"], body: "" }] = hook.received;
  expect(JSON.parse(body)).toMatchObject({ kind: "test", app });
  const signature = createHmac("sha256", secret)
    .update(`${headers["x-berth-timestamp"]}.${body}`)
    .digest("hex");
  expect(headers["x-berth-signature"]).toBe(`sha256=${signature}`);

  await page.goto(`/databases/${resourceId}/metrics`);
  await expect(page.getByText("Told are On call.")).toBeVisible();
});

test("mail and webhook are told of what happens; a paused and a removed one are not", async ({ login }) => {
  const page = await login("olga");
  await page.goto(`/apps/${app}/settings`);
  const dialog = await newNotifier(page, "Team", /^E-mail/);
  await dialog.getByLabel("Mail addresses").fill("team@example.org");
  await dialog.getByRole("checkbox", { name: "olga@example.org" }).check();
  await chooseEverything(page);
  await dialog.getByRole("button", { name: "Add the notifier" }).click();
  await expect(dialog).toBeHidden();

  await page.goto(`/apps/${app}/environment`);
  await page.getByLabel("Name", { exact: true }).fill("GREETING");
  await page.getByLabel("Value").fill("Hello");
  await page.getByRole("button", { name: "Add the variable" }).click();
  await expect.poll(() => hook.received.map(({ body }) => JSON.parse(body).kind)).toContain("variable_added");
  await expect
    .poll(() => mail.mails.find(({ text }) => text.includes("GREETING"))?.to)
    .toEqual(["team@example.org", "olga@example.org"]);

  await page.goto(`/apps/${app}/settings`);
  await page.getByRole("button", { name: "Messages for Team" }).click();
  const messages = page.getByRole("dialog", { name: "Messages for Team" });
  await expect(messages.getByRole("listitem").filter({ hasText: "GREETING" })).toContainText("Delivered");
  await messages.getByRole("button", { name: "Close" }).click();

  await page.getByRole("button", { name: "Pause Team" }).click();
  await expect(row(page, "Team")).toContainText("Paused");
  await page.getByRole("button", { name: "Remove On call" }).click();
  await page.getByRole("button", { name: "Confirm: Remove On call" }).click();
  await expect(row(page, "On call")).toHaveCount(0);
});

test("the bell tells what ended since one last looked, and the title has a dot until then", async ({
  login,
}) => {
  const page = await login("olga");
  await page.goto("/apps");
  const bell = page.getByRole("button", { name: /^Notifications: / });
  await expect(bell).toHaveAccessibleName(/operations? ended/);
  await expect(page).toHaveTitle(/^● Apps/);
  await bell.click();
  const panel = page.getByRole("dialog", { name: "Notifications" });
  const made = panel.getByRole("listitem").filter({ hasText: resourceId });
  await expect(made).toContainText(/Done.*New,/s);
  await made.getByRole("link", { name: `Make the database: ${resourceId}` }).click();
  await page.waitForURL(new RegExp(`/apps/${app}/operations/`));
  await expect(bell).toHaveAccessibleName("Notifications: nothing new");
  await page.reload();
  await expect(bell).toHaveAccessibleName("Notifications: nothing new");
  await expect(page).not.toHaveTitle(/^●/);
});

test("administrators have notifiers of the platform", async ({ login }) => {
  const page = await login("ada");
  await page.goto("/notifiers");
  const dialog = await newNotifier(page, "Operators", /^Slack/);
  await dialog.getByRole("textbox", { name: "Address" }).fill(`${hook.url}/slack`);
  await dialog.getByRole("button", { name: "Add the notifier" }).click();
  await page.getByRole("button", { name: "Test Operators" }).click();
  await expect(row(page, "Operators")).toContainText("Delivered");
  const sent = hook.received.find(({ url }) => url === "/slack");
  expect(JSON.parse(sent?.body ?? "{}").text).toMatch(/^\[Berth\] Test: /);
  await page.getByRole("button", { name: "Remove Operators" }).click();
  await page.getByRole("button", { name: "Confirm: Remove Operators" }).click();
  await expect(page.getByText("Nobody is told yet")).toBeVisible();
});
