import { readFileSync } from "node:fs";
import { expect, type Page } from "@playwright/test";
import { startIdentityProvider } from "../tests/identity-provider";
import { totp } from "../tests/totp";
import { type Berth, runAdmin } from "./berth";
import { test } from "./test";

const TESS = { email: "tess@example.org", password: "four words for tess" };

function makeAccount(berth: Berth, { email, password }: typeof TESS): void {
  runAdmin(berth, ["user", "add", email], password);
}

async function signIn(page: Page, { email, password }: typeof TESS): Promise<void> {
  await page.goto("/sign-in?next=/account");
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.waitForURL("/sign-in");
}

test("a second factor is set up, asked for, remembered and recovered", async ({ login, berth, browser }) => {
  const page = await login(null);
  makeAccount(berth, TESS);
  await signIn(page, TESS);
  const card = page.locator("section").filter({ has: page.getByRole("heading", { name: "Second factor" }) });
  await card.getByLabel("Your password").fill("not this one");
  await card.getByRole("button", { name: "Set up" }).click();
  await expect(card.getByRole("alert")).toHaveText("This is not your current password.");
  await card.getByLabel("Your password").fill(TESS.password);
  await card.getByRole("button", { name: "Set up" }).click();
  const picture = card.getByRole("img", { name: /^QR code/ });
  await expect
    .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
    .toBeGreaterThan(0);
  const secret = (await card.locator("code").textContent()) ?? "";
  await card.getByLabel("The code it shows now").fill("000000");
  await card.getByRole("button", { name: "Switch the second factor on" }).click();
  await expect(card.getByRole("alert")).toContainText("This code is wrong");
  await card.getByLabel("The code it shows now").fill(totp(secret));
  await card.getByRole("button", { name: "Switch the second factor on" }).click();
  const codes = card.getByRole("list", { name: "Recovery codes" }).getByRole("listitem");
  await expect(codes).toHaveCount(10);
  const [code = ""] = await codes.allTextContents();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    card.getByRole("button", { name: "Download" }).click(),
  ]);
  expect(readFileSync(await download.path(), "utf8")).toContain(`${code}\n`);
  await expect(card).toContainText("10 recovery codes are left.");

  await signOut(page);
  await signIn(page, TESS);
  await expect(page.getByRole("heading", { name: "Your second factor" })).toBeVisible();
  await page.goto("/account");
  await expect(page, "no session yet").toHaveURL(/\/sign-in\?next/);
  await page.goBack();
  await page.getByLabel("Code").fill(totp(secret, 1));
  await page.getByLabel("Do not ask on this device for 30 days").check();
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("/account");
  await signOut(page);
  await signIn(page, TESS);
  await page.waitForURL("/account");

  const elsewhere = await browser.newPage({ baseURL: berth.baseUrl });
  await signIn(elsewhere, TESS);
  await elsewhere.getByLabel("Code").fill(code.toUpperCase());
  await elsewhere.getByRole("button", { name: "Sign in" }).click();
  await elsewhere.waitForURL("/account");
  await expect(elsewhere.getByText("9 recovery codes are left.")).toBeVisible();
  await elsewhere.close();
});

test("an administrator resets the second factor of a person", async ({ login, berth, browser }) => {
  const ada = await login("ada");
  await ada.goto("/people");
  await expect(ada.getByRole("row", { name: TESS.email })).toContainText("with second factor");
  await ada.getByRole("button", { name: `Manage ${TESS.email}` }).click();
  await ada.getByRole("button", { name: `Reset second factor: ${TESS.email}` }).click();
  await ada.getByRole("button", { name: `Confirm: Reset second factor: ${TESS.email}` }).click();
  await expect(ada.getByRole("button", { name: /Reset second factor/ })).toHaveCount(0);
  await ada.keyboard.press("Escape");
  await expect(ada.getByRole("row").filter({ hasText: "second factor taken off" })).toContainText(TESS.email);
  const page = await browser.newPage({ baseURL: berth.baseUrl });
  await signIn(page, TESS);
  await page.waitForURL("/account");
  await page.close();
});

test("somebody signs in by the identity provider, which may be away, be refused or not know them", async ({
  login,
  berth,
}) => {
  const uma = { email: "uma@example.org", password: "four words for uma" };
  makeAccount(berth, uma);
  const page = await login(null);
  const button = page.getByRole("link", { name: "Sign in with Example" });
  const alert = page.getByRole("main").getByRole("alert");
  await page.goto("/account");
  await button.click();
  await expect(alert).toHaveText("Example does not answer. Try again in a moment.");

  const callback = `${berth.baseUrl}/sign-in/openid/callback`;
  const provider = await startIdentityProvider({ callback, port: berth.providerPort });
  try {
    await button.click();
    await page.getByRole("button", { name: "Cancel" }).click();
    await expect(alert).toHaveText("You did not finish signing in with Example.");

    provider.people.set("u-1", { email: "nobody@example.org", email_verified: true });
    const signInAs = async (subject: string) => {
      await button.click();
      await page.getByLabel("Account").fill(subject);
      await page.getByRole("button", { name: "Continue" }).click();
    };
    await signInAs("u-1");
    await expect(alert).toContainText("There is no account here");
    // The provider knows its own session by a cookie.
    await page.context().clearCookies();
    provider.people.set("u-2", { email: uma.email, email_verified: true });
    await signInAs("u-2");
    await page.waitForURL("/account");
    await expect(page.getByRole("heading", { name: "Account" })).toBeVisible();
    await expect(page.getByText(uma.email).first()).toBeVisible();
  } finally {
    await provider.stop();
  }
});

test("a passkey is added, signs in by itself and in place of a code, and no more once it is removed", async ({
  login,
  berth,
}) => {
  const pia = { email: "pia@example.org", password: "four words for pia" };
  makeAccount(berth, pia);
  const page = await login(null);
  const devices = await page.context().newCDPSession(page);
  await devices.send("WebAuthn.enable");
  await devices.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await signIn(page, pia);
  const section = (name: string) =>
    page.locator("section").filter({ has: page.getByRole("heading", { name, exact: true }) });
  const card = section("Passkeys");
  const add = async (password: string) => {
    await card.getByLabel("Name of the passkey").fill("Pia's laptop");
    await card.getByLabel("Your password").fill(password);
    await card.getByRole("button", { name: "Add a passkey" }).click();
  };
  await add("not this one");
  await expect(card.getByRole("alert")).toHaveText("This is not your current password.");
  await add(pia.password);
  await expect(card.getByRole("row", { name: /Pia's laptop/ })).toContainText("never");
  await add(pia.password);
  await expect(card.getByRole("alert")).toHaveText("This device has a passkey of yours for Berth already.");

  await signOut(page);
  await page.goto("/sign-in?next=/account");
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await page.waitForURL("/account");
  await expect(card.getByRole("row", { name: /Pia's laptop/ })).not.toContainText("never");

  const second = section("Second factor");
  await second.getByLabel("Your password").fill(pia.password);
  await second.getByRole("button", { name: "Set up" }).click();
  await second
    .getByLabel("The code it shows now")
    .fill(totp((await second.locator("code").textContent()) ?? ""));
  await second.getByRole("button", { name: "Switch the second factor on" }).click();
  await expect(second).toContainText("10 recovery codes are left.");
  await signOut(page);
  await signIn(page, pia);
  await expect(page.getByRole("heading", { name: "Your second factor" })).toBeVisible();
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await page.waitForURL("/account");

  await card.getByRole("button", { name: "Remove the passkey Pia's laptop" }).click();
  await card.getByRole("button", { name: "Confirm: Remove the passkey Pia's laptop" }).click();
  await expect(card.getByRole("row")).toHaveCount(0);
  await signOut(page);
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await expect(page.getByRole("main").getByRole("alert")).toContainText(
    "Nobody signs in here with this passkey.",
  );
});
