// Told to `pages-hosts.integration.test.ts` line by line, since it must run in the network of the first of three hosts.

import { rmSync } from "node:fs";
import { chromium } from "@playwright/test";
import { makeDataDir, purgeBerth, startBerth } from "../../e2e/berth";
import { choosePlan, createApp, seeRunning } from "../../e2e/journeys";
import { listFaults } from "../../e2e/sight";
import browserOptions from "../../playwright.config";
import { tell } from "./story-side";

const APP = "outlives";
const MADE_MS = 240_000;

const dataDir = makeDataDir();
const { baseUrl, setupUrl } = await startBerth(dataDir);
const browser = await chromium.launch(browserOptions.use?.launchOptions);
const page = await browser.newPage({ baseURL: baseUrl });
const faults: string[] = [];
const look = async (what: string) => faults.push(...(await listFaults(page, what)));
const open = (name: string | RegExp) => page.getByRole("button", { name }).first().click();
const close = () => page.keyboard.press("Escape");

async function visit(): Promise<void> {
  await page.goto(setupUrl);
  await page.getByLabel("Email").fill("ada@example.org");
  await page.getByLabel("Your name").fill("Ada");
  await page.getByLabel("Password").fill("four words for ada");
  await open("Create the account");
  await page.waitForURL("/apps");
  await page.goto("/instance");
  // The others join within a round of the worker; the page shows it by itself.
  await page.getByText("Takes databases").nth(2).waitFor({ timeout: MADE_MS });
  await look("hosts");
  await page
    .getByRole("button", { name: /^Drain/ })
    .last()
    .click();
  await page.getByRole("dialog").waitFor();
  await look("drain");
  await close();

  await createApp(page, { name: APP });
  const add = await choosePlan(page, APP, "1g-ha");
  await look("highly available plans");
  await add.click();
  const resourceId = await seeRunning(page, MADE_MS);
  tell("made", resourceId.startsWith(APP));

  for (const path of ["", "/settings", "/metrics", "/logs", "/backups"]) {
    await page.goto(`/databases/${resourceId}${path}`);
    await page.getByRole("heading", { level: 1 }).waitFor();
    await look(`database${path}`);
    if (path === "") {
      await page.getByRole("cell", { name: "Replica" }).nth(1).waitFor();
      tell("nodes", await page.getByRole("cell", { name: /^(Master|Replica)$/ }).allTextContents());
    }
  }
  await page.goto(`/databases/${resourceId}`);
  await open("Change plan");
  await page
    .getByRole("dialog")
    .getByRole("radio", { name: /^1g\b(?!-)/ })
    .check();
  await look("to a plan of one node");
  tell("faults", faults);
}

try {
  await visit();
} finally {
  await browser.close();
  purgeBerth(dataDir);
  rmSync(dataDir, { recursive: true, force: true });
}
// What waits for the next word keeps it from ending.
process.exit(0);
