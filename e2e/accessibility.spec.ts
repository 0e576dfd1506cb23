import { expect, type Locator, type Page } from "@playwright/test";
import { z } from "zod";
import { AddonView } from "../lib/contract/addons";
import { addRedis, appName, createApp } from "./journeys";
import { fill, listRoutes } from "./routes";
import { expectGood } from "./sight";
import { sessionFile } from "./state";
import { test } from "./test";

const TAB_STOPS_MAX = 60;

type Things = { app: string; resourceId: string; operationId: string; token: string };
let things: Things;

/** An app of which every page has something to show. */
test.beforeAll(
  "an app with a container, variables, a collaborator's table and a database",
  async ({ browser, berth }) => {
    const page = await browser.newPage({ baseURL: berth.baseUrl, storageState: sessionFile("ada") });
    const app = appName("sight");
    await createApp(page, { name: app, image: "berth-demo:1" });
    const resourceId = await addRedis(page, app, "256m");
    await page.goto(`/apps/${app}/environment`);
    await page.getByLabel("Name", { exact: true }).fill("GREETING");
    await page.getByLabel("Value").fill("Hello");
    await page.getByRole("button", { name: "Add the variable" }).click();
    await expect(page.getByRole("button", { name: "Copy GREETING" })).toBeVisible();
    const answer = await page.request.get(`/api/ui/apps/${app}/addons`);
    const { addons } = z.object({ addons: z.array(AddonView) }).parse(await answer.json());
    await page.goto("/people");
    await page.getByLabel("Email").fill("guest@example.org");
    await page.getByRole("button", { name: "Make the link" }).click();
    const link = await page
      .getByRole("status")
      .getByText(/\/invitations\//)
      .textContent();
    await page.close();
    things = {
      app,
      resourceId,
      operationId: addons[0]?.operationId ?? "",
      token: link?.split("/").at(-1) ?? "",
    };
  },
);

/** Places where a dialog opens, and how. */
const DIALOGS: { path: string; open: (page: Page, things: Things) => Promise<void> }[] = [
  { path: "/apps/[app]/addons", open: (page) => page.getByRole("link", { name: "Add an addon" }).click() },
  {
    path: "/apps/[app]/addons",
    open: (page, { resourceId }) => page.getByRole("button", { name: `Remove ${resourceId}` }).click(),
  },
  {
    path: "/apps/[app]/addons",
    open: async (page, { resourceId }) => {
      await page.getByRole("button", { name: `Change plan of ${resourceId}` }).click();
      await page.getByRole("radio", { name: /^512m/ }).check();
    },
  },
  {
    path: "/apps/[app]/environment",
    open: (page) => page.getByRole("button", { name: "Paste a .env" }).click(),
  },
  {
    path: "/apps/[app]/environment",
    open: (page) => page.getByRole("button", { name: "Edit GREETING" }).click(),
  },
  {
    path: "/apps/[app]/environment",
    open: (page) => page.getByRole("button", { name: "Delete GREETING" }).click(),
  },
  { path: "/databases/[resourceId]", open: (page) => page.getByRole("button", { name: "Connect" }).click() },
  {
    path: "/databases/[resourceId]/backups",
    open: (page) => page.getByRole("button", { name: "Clone" }).click(),
  },
  {
    path: "/databases/[resourceId]/backups",
    open: (page) => page.getByRole("button", { name: "Upload" }).click(),
  },
  {
    path: "/databases/[resourceId]/keys",
    open: (page) => page.getByRole("button", { name: "New key" }).click(),
  },
  {
    path: "/apps/[app]/settings",
    open: (page) => page.getByRole("button", { name: "Deploy a tag" }).click(),
  },
  { path: "/people", open: (page) => page.getByRole("button", { name: /^Manage olga/ }).click() },
  { path: "/storages", open: (page) => page.getByRole("button", { name: /^Remove / }).click() },
];

test("no page has a serious fault, in light and dark, and none scrolls sideways at 390 px", async ({
  login,
  page,
}) => {
  const ada = await login("ada");
  const pages = listRoutes().filter(({ kind }) => kind === "page");
  expect(pages.length).toBeGreaterThan(12);
  for (const { path, isPublic } of pages)
    await test.step(path, async () => {
      const visitor = isPublic ? page : ada;
      await visitor.goto(fill(path, things), { waitUntil: "load" });
      await expect(visitor.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(visitor.getByText("Loading…")).toHaveCount(0);
      await expectGood(visitor, path);
    });
});

/** Addresses that show a page in another state. */
const STATES: Record<string, string> = {
  "a page that does not exist": "/nothing-of-that-name",
  "an app that does not exist": "/apps/no-such-app",
  "a list in which nothing was found": "/databases?q=nothing-of-that-name",
  "a range that cannot be shown": "/databases/[resourceId]/metrics?range=2y",
  "a range without figures":
    "/databases/[resourceId]/metrics?from=2026-01-01T00:00:00Z&to=2026-01-01T01:00:00Z",
  "activity that is older than all": "/apps/[app]/activity?page=99",
};

test("no state of a page has a serious fault: nothing found, refused, without figures, without network", async ({
  login,
  page,
}) => {
  const ada = await login("ada");
  for (const [what, path] of Object.entries(STATES))
    await test.step(what, async () => {
      await ada.goto(fill(path, things));
      await expect(ada.getByText("Loading…")).toHaveCount(0);
      await expectGood(ada, what);
    });
  await test.step("a form that was refused", async () => {
    await page.goto("/sign-in");
    await page.getByLabel("Email").fill("nobody@example.org");
    await page.getByLabel("Password").fill("no such password");
    await page.getByRole("button", { name: "Sign in" }).click();
    await expect(page.getByRole("alert").filter({ hasText: /\w/ })).toBeVisible();
    await expectGood(page, "a sign-in that was refused");
  });
  await test.step("a database while Berth does not answer", async () => {
    await ada.goto(fill("/databases/[resourceId]", things));
    await expect(ada.getByText("Healthy")).toBeVisible();
    await ada.route("**/api/ui/**", (route) => route.abort());
    await expect(ada.getByText("As last seen").first()).toBeVisible();
    await expectGood(ada, "a database while Berth does not answer");
    await ada.unroute("**/api/ui/**");
  });
});

test("no dialog has a serious fault, in light and dark, and none scrolls sideways at 390 px", async ({
  login,
}) => {
  const page = await login("ada");
  for (const { path, open } of DIALOGS) {
    await page.goto(fill(path, things));
    await open(page, things);
    const dialog = page.getByRole("dialog");
    await expect(dialog).toBeVisible();
    const title = (await dialog.getByRole("heading").first().textContent()) ?? "";
    await test.step(title, () => expectGood(dialog, `dialog ${title}`));
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
  }
});

/** Goes there as somebody without a mouse does, in steps. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await expect(target).toBeVisible();
  for (let stops = 0; stops < TAB_STOPS_MAX; stops++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`${target} is not among the first ${TAB_STOPS_MAX} stops of the Tab key`);
}

test("keyboard alone adds a database, opens it, and comes back out of dialogs to where it was", async ({
  login,
}) => {
  const page = await login("ada");
  const app = appName("keys");
  await createApp(page, { name: app });
  await page.goto(`/apps/${app}`);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
  await tabTo(
    page,
    page.getByRole("navigation", { name: `Parts of ${app}` }).getByRole("link", { name: "Addons" }),
  );
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/addons$/);

  const add = page.getByRole("link", { name: "Add an addon" });
  await tabTo(page, add);
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog", { name: "Add an addon" });
  await expect(dialog).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(add).toBeFocused();

  await page.keyboard.press("Enter");
  await tabTo(page, dialog.getByRole("radio", { name: /^free/ }));
  await page.keyboard.press("ArrowDown");
  await expect(dialog.getByRole("radio", { name: /^256m/ })).toBeChecked();
  await page.keyboard.press("ArrowUp");
  await expect(dialog.getByRole("radio", { name: /^free/ })).toBeChecked();
  await tabTo(page, dialog.getByRole("button", { name: "Add Redis free" }));
  await page.keyboard.press("Space");

  const link = page
    .getByRole("dialog", { name: "Your database" })
    .getByRole("link", { name: "Link to dashboard" });
  await expect(link).toBeVisible({ timeout: 120_000 });
  await tabTo(page, link);
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/databases\//);
  await tabTo(page, page.getByRole("button", { name: "Connect" }));
  await page.keyboard.press("Enter");
  const sheet = page.getByRole("dialog", { name: "Connect" });
  await tabTo(page, sheet.getByRole("button", { name: "Reveal" }));
  await page.keyboard.press("Space");
  await expect(sheet).toContainText(`@${app}-`);
  await page.keyboard.press("Escape");
  await expect(page.getByRole("button", { name: "Connect" })).toBeFocused();
});
