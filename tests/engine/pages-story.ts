// Told to `pages-hosts.integration.test.ts` line by line, since it must run in the network of the first of three hosts.

import type { Page } from "@playwright/test";
import { withAdministrator } from "../../bench/own-berth";
import { choosePlan, createApp, seeRunning } from "../../e2e/journeys";
import { listFaults } from "../../e2e/sight";
import { tell } from "./story-side";

const APP = "outlives";
const MADE_MS = 240_000;

async function visit(page: Page): Promise<void> {
  const faults: string[] = [];
  const look = async (what: string) => faults.push(...(await listFaults(page, what)));
  const open = (name: string) => page.getByRole("button", { name }).first().click();

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
  await page.keyboard.press("Escape");

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

await withAdministrator(async ({ browser }) => visit(await browser.newPage()));
// What waits for the next word keeps it from ending.
process.exit(0);
