import { type BrowserContext, test as base, expect, type Page } from "@playwright/test";
import { isTimeOver, LEFT_OUT } from "../tests/until";
import type { Berth } from "./berth";
import { type Person, readBerth, sessionFile } from "./state";

type Fixtures = {
  /** A page of a person who has signed in before, or of a stranger; each call is a browser window of its own. */
  login: (person: Person | null) => Promise<Page>;
  /** Leaves out what has not begun in time. */
  inTime: undefined;
};
type WorkerFixtures = { berth: Berth };

export const test = base.extend<Fixtures, WorkerFixtures>({
  // Playwright reads from the pattern which fixtures are needed.
  // biome-ignore lint/correctness/noEmptyPattern: see above.
  berth: [async ({}, use) => use(readBerth()), { scope: "worker" }],
  inTime: [
    // biome-ignore lint/correctness/noEmptyPattern: see above.
    async ({}, use, testInfo) => {
      testInfo.skip(isTimeOver() && testInfo.project.name === "journeys", LEFT_OUT);
      await use(undefined);
    },
    { auto: true },
  ],
  baseURL: async ({ berth }, use) => use(berth.baseUrl),
  login: async ({ browser, baseURL }, use) => {
    const contexts: BrowserContext[] = [];
    const refused: string[] = [];
    await use(async (person) => {
      const context = await browser.newContext({
        baseURL,
        ...(person && { storageState: sessionFile(person) }),
      });
      contexts.push(context);
      context.on("console", (message) => {
        if (message.text().includes("Content Security Policy"))
          refused.push(`${message.text()} at ${message.location().url}:${message.location().lineNumber}`);
      });
      return context.newPage();
    });
    await Promise.all(contexts.map((context) => context.close()));
    expect(refused, "what the pages' own policy refused").toEqual([]);
  },
});
