import { existsSync } from "node:fs";
import { type BrowserContext, chromium } from "@playwright/test";
import { z } from "zod";
import { actionBody, actionResult, listBuiltActions } from "../e2e/actions";
import type { Berth } from "../e2e/berth";
import { DomainError } from "../lib/core/errors";
import browserOptions from "../playwright.config";

/** The signed-in administrator of a Berth: a browser, and requests with its session. */
export type Administrator = {
  berth: Berth;
  browser: BrowserContext;
  get: (path: string) => Promise<Response>;
  /** Sends a form as a browser does once JavaScript has loaded. @throws Error when it is refused. */
  submit: <T>(form: Form, answer: z.ZodType<T>) => Promise<T>;
  close: () => Promise<void>;
};

/** Who it is. */
export const EMAIL = "bench@example.org";

type Form = { action: string; path: string; fields: Record<string, string> };

export async function becomeAdministrator(berth: Berth): Promise<Administrator> {
  const launch = browserOptions.use?.launchOptions;
  if (launch?.executablePath && !existsSync(launch.executablePath))
    throw new DomainError(
      "unavailable",
      "no_browser",
      `This bench needs Chromium as ${launch.executablePath} (Debian: apt-get install chromium-headless-shell).`,
    );
  const browser = await chromium.launch(launch);
  const context = await browser.newContext({ baseURL: berth.baseUrl });
  await setUp(context, berth);
  const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const send = (path: string, init: RequestInit = {}) =>
    fetch(`${berth.baseUrl}${path}`, { ...init, headers: { ...init.headers, cookie } });
  return {
    berth,
    browser: context,
    get: send,
    submit: async ({ action, path, fields }, schema) => {
      const id = listBuiltActions().find(({ name }) => name === action)?.id ?? "";
      const headers = { "next-action": id, accept: "text/x-component" };
      const response = await send(path, { method: "POST", headers, body: actionBody(fields) });
      const result = actionResult(await response.text());
      return z.object({ ok: z.literal(true), data: schema }).parse(result).data;
    },
    close: () => browser.close(),
  };
}

async function setUp(context: BrowserContext, { setupUrl }: Berth): Promise<void> {
  const page = await context.newPage();
  await page.goto(setupUrl);
  await page.getByLabel("Email").fill(EMAIL);
  await page.getByLabel("Your name").fill("Bench");
  await page.getByLabel("Password").fill("four words for bench");
  await page.getByRole("button", { name: "Create the account" }).click();
  await page.waitForURL("/apps");
  await page.close();
}
