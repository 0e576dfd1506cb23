import { statSync } from "node:fs";
import type { Page } from "@playwright/test";
import { EMAIL } from "./administrator";
import { table } from "./figures";
import { makeDatabases } from "./make-databases";
import { withAdministrator } from "./own-berth";
import { tokenOf } from "./program";
import { makeWatchedDatabase } from "./watched-database";

const DIR = "docs/images";
/** A page that shows pictures is read on a telephone too. */
const KB_MAX = 160;
const THEMES = ["light", "dark"] as const;

/** The pictures of README.md, of the pages as they are built, in light and dark. @throws Error when one is too large. */
export const pictures = (): Promise<Record<string, unknown>> =>
  withAdministrator(async (administrator) => {
    const { berth } = administrator;
    const resourceId = await makeWatchedDatabase(berth, "shop");
    const token = await tokenOf(berth, EMAIL);
    for (const app of ["blog", "orders", "search"]) await makeDatabases(berth, token, { app, count: 1 });
    const page = await administrator.browser.newPage();
    const files: Record<string, number> = {};
    for (const { name, path, height, ready } of picturesOf(resourceId))
      for (const theme of THEMES) {
        await page.setViewportSize({ width: 1280, height });
        await page.emulateMedia({ colorScheme: theme });
        await page.goto(path, { waitUntil: "networkidle" });
        await ready(page);
        const file = `${DIR}/${name}-${theme}.png`;
        await page.screenshot({ path: file, animations: "disabled" });
        files[file] = Math.round(statSync(file).size / 1_000);
      }
    console.log(table([["file", "kB"], ...Object.entries(files)]));
    const large = Object.entries(files).filter(([, kb]) => kb > KB_MAX);
    if (large.length > 0)
      throw new Error(`larger than ${KB_MAX} kB: ${large.map(([file]) => file).join(", ")}`);
    return files;
  });

type Picture = { name: string; path: string; height: number; ready: (page: Page) => Promise<void> };

const picturesOf = (resourceId: string): Picture[] => [
  {
    name: "databases",
    path: "/databases",
    height: 450,
    ready: (page) => page.getByRole("link", { name: resourceId }).first().waitFor(),
  },
  {
    name: "database",
    path: `/databases/${resourceId}`,
    height: 900,
    ready: (page) => page.getByText("Healthy").first().waitFor(),
  },
  {
    name: "metrics",
    path: `/databases/${resourceId}/metrics?range=24h`,
    height: 1_000,
    ready: (page) => page.locator(".recharts-line-curve").first().waitFor(),
  },
];
