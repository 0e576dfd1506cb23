import { expect, type Page } from "@playwright/test";
import { PEOPLE, type Person, sessionFile } from "./state";
import { test } from "./test";

test.describe.configure({ mode: "serial" });

async function fillAccount(page: Page, { name, password }: (typeof PEOPLE)[Person]) {
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("Password").fill(password);
}

test("the printed link makes the administrator, once", async ({ page, berth }) => {
  await page.goto(berth.setupUrl);
  await expect(page.getByRole("heading", { name: "Set up Berth" })).toBeVisible();
  await page.getByLabel("Email").fill(PEOPLE.ada.email);
  await fillAccount(page, PEOPLE.ada);
  await page.getByRole("button", { name: "Create the account" }).click();
  await expect(page.getByRole("heading", { name: "Apps" })).toBeVisible();
  await expect(page.getByText("Start with an app")).toBeVisible();
  await page.context().storageState({ path: sessionFile("ada") });

  await page.goto(berth.setupUrl);
  await expect(page.getByRole("heading", { name: "This link no longer works" })).toBeVisible();
  await expect(page.getByRole("button")).toHaveCount(0);
});

async function signIn(page: Page, { email, password }: { email: string; password: string }) {
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

test("a person signs in, is told of a wrong password, and comes back to the page asked for", async ({
  page,
}) => {
  await page.goto("/people");
  await expect(page).toHaveURL(/\/sign-in\?next=%2Fpeople$/);
  await signIn(page, { ...PEOPLE.ada, password: "not this one" });
  await expect(page.getByRole("alert").filter({ hasText: "Email or password is wrong." })).toBeVisible();
  await signIn(page, PEOPLE.ada);
  await expect(page).toHaveURL(/\/people$/);
  await expect(page.getByRole("heading", { name: "People" })).toBeVisible();
});

for (const person of ["olga", "carl", "stan"] as const)
  test(`the administrator invites ${person}, whose link works once`, async ({ login, page }) => {
    const { email } = PEOPLE[person];
    const ada = await login("ada");
    await ada.goto("/people");
    await ada.getByLabel("Email").fill(email);
    await ada.getByRole("button", { name: "Make the link" }).click();
    const link = ada.getByRole("status").getByText(/\/invitations\//);
    const url = (await link.textContent()) ?? "";
    await expect(ada.getByRole("row", { name: email })).toContainText("Member");

    await page.goto(url);
    await expect(page.getByLabel("Email")).toHaveValue(email);
    await fillAccount(page, PEOPLE[person]);
    await page.getByRole("button", { name: "Accept the invitation" }).click();
    await expect(page.getByText("Start with an app")).toBeVisible();
    await expect(page.getByRole("link", { name: "People" })).toHaveCount(0);
    await page.context().storageState({ path: sessionFile(person) });

    await page.goto(url);
    await expect(page.getByRole("heading", { name: "This link no longer works" })).toBeVisible();
  });

test("a person ends a session from another one, and signs out for good", async ({ login, page, browser }) => {
  const elsewhere = await login("stan");
  await elsewhere.goto("/apps");
  await expect(elsewhere.getByRole("heading", { name: "Apps" })).toBeVisible();

  await page.goto("/sign-in");
  await signIn(page, PEOPLE.stan);
  await page.waitForURL("/apps");
  await page.goto("/account");
  const sessions = page.getByRole("region", { name: "Sessions" }).or(page.getByRole("table"));
  await expect(sessions.getByRole("row")).toHaveCount(3);
  await sessions.getByRole("button", { name: /^End the session/ }).click();
  await sessions.getByRole("button", { name: /^Confirm: End the session/ }).click();
  await expect(sessions.getByRole("row")).toHaveCount(2);
  await expect(sessions).toContainText("This one");
  await elsewhere.goto("/apps");
  await expect(elsewhere).toHaveURL(/\/sign-in/);

  const storageState = await page.context().storageState();
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("/sign-in");
  await page.goto("/account");
  await expect(page).toHaveURL(/\/sign-in/);
  const copy = await browser.newPage({ storageState });
  await copy.goto("/account");
  await expect(copy, "the ended session's cookie no longer opens anything").toHaveURL(/\/sign-in/);
  await copy.close();

  await signIn(page, PEOPLE.stan);
  await page.waitForURL("/account");
  await page.context().storageState({ path: sessionFile("stan") });
});
