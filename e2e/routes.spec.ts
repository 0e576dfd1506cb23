import { randomUUID } from "node:crypto";
import { type APIRequestContext, expect, type Page, type Request, request } from "@playwright/test";
import { z } from "zod";
import { AddonView } from "../lib/contract/addons";
import { actionBody, actionResult, type BuiltAction, listBuiltActions } from "./actions";
import { addonRow, addRedis, appName, backUp, createApp } from "./journeys";
import { fill, listRoutes } from "./routes";
import { PEOPLE, type Person, sessionFile } from "./state";
import { test } from "./test";

/** Seen by its owner only: on Environment, Overview and Activity. */
const MARKER = "MARKER_OF_OLGA";
/** Pages of one's own, which every signed-in person has. */
const ADMIN_PAGES = ["/people", "/audit", "/instance", "/storages", "/notifiers", "/api/ui/audit"];
const OWN_PAGES = [
  ...["/", "/account", "/apps", "/apps/new", "/databases", "/docs/api", "/docs/clients"],
  ...["/api/ui/bell", "/api/ui/bell/news", "/api/ui/operations", "/api/ui/find"],
];
/** What somebody is answered who is signed in and has no right; that there is an audit list is no secret. */
const statusWithoutRight = (path: string): number =>
  OWN_PAGES.includes(path) ? 200 : path === "/api/ui/audit" ? 403 : 404;

type Things = { app: string; resourceId: string; operationId: string; backupId: string };

let things: Things;

test.beforeAll(
  "an app of Olga's with a variable, a container, a database and a backup",
  async ({ browser, berth }) => {
    const page = await browser.newPage({ baseURL: berth.baseUrl, storageState: sessionFile("olga") });
    things = await makeThings(page);
    await page.close();
  },
);

async function makeThings(page: Page): Promise<Things> {
  const app = appName("private");
  await createApp(page, { name: app, image: "berth-demo:1" });
  await page.getByRole("link", { name: "Environment" }).click();
  await page.getByLabel("Name", { exact: true }).fill(MARKER);
  await page.getByLabel("Value").fill("value-of-olga");
  await page.getByRole("button", { name: "Add the variable" }).click();
  await expect(page.getByRole("button", { name: `Copy ${MARKER}` })).toBeVisible();
  const resourceId = await addRedis(page, app, "256m");
  const backupId = await backUp(page, resourceId);
  const answer = await page.request.get(`/api/ui/apps/${app}/addons`);
  const { addons } = z.object({ addons: z.array(AddonView) }).parse(await answer.json());
  return { app, resourceId, operationId: addons[0]?.operationId ?? "", backupId };
}

const clientOf = (baseURL: string, person?: Person): Promise<APIRequestContext> =>
  request.newContext({ baseURL, ...(person && { storageState: sessionFile(person) }) });

test("every page and route turns strangers away, and people without a right to the app", async ({
  berth,
}) => {
  const [olga, stan, stranger] = await Promise.all([
    clientOf(berth.baseUrl, "olga"),
    clientOf(berth.baseUrl, "stan"),
    clientOf(berth.baseUrl),
  ]);
  const routes = listRoutes().filter(({ isPublic }) => !isPublic);
  expect(routes.length).toBeGreaterThan(15);

  for (const { path, kind, methods } of routes)
    for (const method of methods)
      await test.step(`${method} ${path}`, async () => {
        const url = fill(path, things);
        // Whether the walk asks for what is there at all.
        const mine = await olga.fetch(url, { method });
        if (method === "GET" && !ADMIN_PAGES.includes(path)) expect(mine.status(), "for the owner").toBe(200);

        const theirs = await stranger.fetch(url, { method });
        if (kind === "route") expect(theirs.status(), "for a stranger").toBe(401);
        else expect(theirs.url(), "for a stranger").toContain(`${berth.baseUrl}/sign-in`);
        expect(await theirs.text()).not.toContain(MARKER);

        const foreign = await stan.fetch(url, { method });
        expect(foreign.status(), "without a right").toBe(statusWithoutRight(path));
        expect(await foreign.text()).not.toContain(MARKER);
      });

  for (const { path } of listRoutes().filter(({ isPublic }) => isPublic)) {
    const answer = await stranger.get(fill(path, { token: "no-such-token" }));
    expect(answer.status(), path).toBe(200);
  }
});

test("what a browser fetches on its way through an app is refused to everybody else", async ({
  login,
  berth,
}) => {
  const page = await login("olga");
  const { app, resourceId } = things;
  const fetched: Request[] = [];
  page.on("request", (sent) => {
    if (sent.method() === "GET" && sent.url().includes("_rsc=")) fetched.push(sent);
  });
  await page.goto(`/apps/${app}`);
  for (const tab of ["Addons", "Environment", "Activity", "Settings"]) {
    await page
      .getByRole("navigation", { name: `Parts of ${app}` })
      .getByRole("link", { name: tab })
      .click();
    await page.waitForURL(new RegExp(`/${tab.toLowerCase()}$`));
  }
  await page.goto(`/databases/${resourceId}`);
  await page.getByRole("link", { name: "Settings" }).click();
  await page.waitForURL(/\/settings$/);
  expect(fetched.length).toBeGreaterThan(4);

  const answersTo = async (person?: Person) => {
    const client = await clientOf(berth.baseUrl, person);
    const answers = fetched.map(async (sent) => {
      const all = Object.entries(await sent.allHeaders());
      const headers = Object.fromEntries(all.filter(([name]) => name !== "cookie" && !name.startsWith(":")));
      return (await client.get(sent.url(), { headers, maxRedirects: 0 })).text();
    });
    return (await Promise.all(answers)).join("\n");
  };
  const [toOlga, toStan, toStranger] = await Promise.all([answersTo("olga"), answersTo("stan"), answersTo()]);
  for (const secret of [MARKER, "berth-demo:1", PEOPLE.olga.email]) {
    expect(toOlga, "it is there to be found").toContain(secret);
    expect(toStan).not.toContain(secret);
    expect(toStranger).not.toContain(secret);
  }
});

/** Forms that would do something if they were let through, by the name of the action. */
const forms = ({ app, resourceId, backupId }: Things): Record<string, Record<string, string>> => ({
  addAddonAction: { app, provider: "redis", planId: "free", requestKey: randomUUID() },
  removeAddonAction: { app, addon: resourceId, confirm: resourceId },
  getConnectionAction: { resourceId },
  changePlanAction: { resourceId, planId: "256m" },
  upgradeAction: { resourceId, version: "8.0.2" },
  changeManyAction: { resourceIds: resourceId, planId: "free" },
  describeDatabaseAction: { resourceId, name: "of stan", note: "" },
  moveDatabaseAction: { resourceId, host: "" },
  undoChangeAction: { resourceId, acceptsLoss: "on" },
  createBackupAction: { resourceId },
  setBackupConfigAction: { resourceId, isOn: "false" },
  createDownloadLinkAction: { backupId },
  restoreBackupAction: { resourceId, backupId, acceptsLoss: "on" },
  restoreIntoNewAction: { backupId, appName: app, planId: "256m" },
  cloneAddonAction: { resourceId, appName: app },
  checkImportAction: { resourceId, url: "redis://redis.example.org" },
  startImportAction: { resourceId, url: "redis://redis.example.org", acceptsLoss: "on" },
  switchImportAction: { resourceId },
  cancelImportAction: { resourceId },
  setFeatureAction: { resourceId, name: "redis-aof", isOn: "true" },
  setSettingsAction: { resourceId, idleTimeoutSeconds: "0", keyspaceEvents: "", clientsMax: "" },
  deployAppAction: { app, image: "berth-demo:1", command: "", containerPort: "", publishedPort: "" },
  deployTagAction: { app, tag: "1" },
  protectAppAction: { app, isProtected: "true" },
  protectDatabaseAction: { resourceId, isProtected: "true" },
  setWindowAction: { resourceId, weekdayUtc: "1", hourUtc: "1" },
  scheduleUpgradeAction: { resourceId, version: "8.0.2" },
  cancelMaintenanceAction: { resourceId, maintenanceId: randomUUID() },
  addDatabaseUserAction: { resourceId, name: "user-of-stan", role: "read-write" },
  changeDatabaseUserAction: { resourceId, name: "user-of-olga", isOn: "false" },
  setUserPasswordAction: { resourceId, name: "user-of-olga" },
  removeDatabaseUserAction: { resourceId, name: "user-of-olga" },
  previewUserAction: { resourceId, role: "read-only" },
  rotatePasswordAction: { resourceId },
  endFormerPasswordAction: { resourceId },
  backUpRecordsAction: {},
  restoreLostAction: {},
  addNotifierAction: { app, platform: "webhook", name: "of stan", url: "https://hooks.example.org/" },
  changeNotifierAction: { app, notifierId: randomUUID(), isActive: "false" },
  testNotifierAction: { app, notifierId: randomUUID() },
  removeNotifierAction: { app, notifierId: randomUUID() },
  addStorageAction: { kind: "folder", name: "of stan", path: "/tmp" },
  removeStorageAction: { storageId: randomUUID() },
  downloadRecoveryKeyAction: {},
  drainHostAction: { host: "host-1", atOnce: "1" },
  activateHostAction: { host: "host-1" },
  upgradeReleaseAction: { engine: "redis", version: "8.0.2", when: "now", atOnce: "1" },
  stopReleaseUpgradeAction: { engine: "redis", version: "8.0.2" },
  restartAppAction: { app },
  revealVariableAction: { app, name: MARKER },
  setVariableAction: { app, name: MARKER, value: "changed" },
  unsetVariableAction: { app, name: MARKER },
  importVariablesAction: { app, text: `${MARKER}=changed` },
  addCollaboratorAction: { app, email: PEOPLE.stan.email },
  changeCollaboratorAction: { app, email: PEOPLE.carl.email, role: "own" },
  removeCollaboratorAction: { app, email: PEOPLE.carl.email },
  setAlertAction: { resourceId, kind: "memory", isOn: "on", threshold: "1", durationMinutes: "1" },
  deleteAppAction: { app, confirm: app },
  inviteUserAction: { email: "friend-of-stan@example.org", isAdmin: "on" },
  changePersonAction: { id: "olga", change: "disable" },
  removePersonAction: { id: "olga" },
  createPasswordLinkAction: { id: "olga" },
  revokeInvitationAction: { id: randomUUID() },
  revokeSessionAction: { id: "session-of-olga" },
  createTokenAction: { name: "of stan", scope: "admin", days: "30" },
  revokeTokenAction: { id: randomUUID() },
  addSshKeyAction: { name: "", publicKey: "ssh-ed25519 no-such-key" },
  removeSshKeyAction: { id: randomUUID() },
  setUpSecondFactorAction: { password: "not this one" },
  confirmSecondFactorAction: { code: "123456" },
  makeRecoveryCodesAction: { password: "not this one" },
  switchOffSecondFactorAction: { password: "not this one" },
  askForPasskeyAction: { name: "of stan", password: "not this one" },
  addPasskeyAction: { name: "of stan", answer: "{}" },
  removePasskeyAction: { id: randomUUID() },
  changePasswordAction: { currentPassword: "not this one", newPassword: "long enough to be one" },
  createAppAction: { name: appName("new"), source: "none" },
});

/** For people without a session, or for everybody with one: what they may do is shown elsewhere. */
const PUBLIC_ACTIONS = [
  "signInAction",
  "finishSignInAction",
  "askPasskeyAction",
  "signInByPasskeyAction",
  "acceptInvitationAction",
  "setPasswordByLinkAction",
  "signOutAction",
];
const EVERYBODYS_ACTIONS = [
  "createAppAction",
  // Refuses each database by itself.
  "changeManyAction",
  "setUpSecondFactorAction",
  "confirmSecondFactorAction",
  "makeRecoveryCodesAction",
  "switchOffSecondFactorAction",
  "askForPasskeyAction",
  "addPasskeyAction",
  "changePasswordAction",
  "createTokenAction",
  "addSshKeyAction",
];

test("every server action refuses strangers, and people without a right to the app", async ({
  login,
  berth,
}) => {
  const page = await login("olga");
  const actions = listBuiltActions().filter(({ name }) => !PUBLIC_ACTIONS.includes(name));
  const [stan, stranger] = await Promise.all([clientOf(berth.baseUrl, "stan"), clientOf(berth.baseUrl)]);
  const send = async (
    client: APIRequestContext,
    action: BuiltAction,
    headers: Record<string, string> = {},
  ) => {
    const fields = forms(things)[action.name];
    if (!fields) throw new Error(`say in the test what a form of ${action.name} holds`);
    const answer = await client.post(fill(action.page, things), {
      headers: { "next-action": action.id, accept: "text/x-component", ...headers },
      multipart: actionBody(fields),
    });
    return actionResult(await answer.text());
  };
  const refused = (code: unknown) => ({ ok: false, error: expect.objectContaining({ code }) });

  for (const action of actions)
    await test.step(`${action.name} of ${action.page}`, async () => {
      expect(await send(stranger, action)).toEqual(refused("unauthenticated"));
      if (EVERYBODYS_ACTIONS.includes(action.name)) return;
      expect(await send(stan, action)).toEqual(refused(expect.stringMatching(/^(not_found|forbidden)$/)));
      const fromElsewhere = await send(stan, action, { origin: "https://elsewhere.example" });
      expect(fromElsewhere, "sent by a page of another site").toBeNull();
    });

  await page.goto(`/apps/${things.app}/environment`);
  const row = page.getByRole("row").filter({ has: page.getByRole("button", { name: `Copy ${MARKER}` }) });
  await row.getByRole("button", { name: `Reveal ${MARKER}` }).click();
  await expect(row).toContainText("value-of-olga");
  await page.goto(`/apps/${things.app}/addons`);
  await expect(addonRow(page, things.resourceId)).toContainText("Running");
  await expect(page.getByRole("row")).toHaveCount(2);
  await page.goto(`/apps/${things.app}/settings`);
  await expect(page.getByRole("row").filter({ hasText: PEOPLE.stan.name })).toHaveCount(0);
});
