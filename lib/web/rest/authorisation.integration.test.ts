import { beforeAll, describe, expect, test } from "vitest";
import { type Sent, withApi } from "@/tests/api";
import { makeBackup } from "@/tests/backups";
import { makeAddon, makeApp, makeSshKey, makeUser } from "@/tests/factories";
import { makeStorage } from "@/tests/stored-backups";
import { memoryStorages } from "../../adapters/storage/memory";
import type { AddonView } from "../../contract/addons";
import type { ApiRoute } from "../../contract/api/route";
import { ROUTES, type RouteName } from "../../contract/api/routes";
import type { AppRow } from "../../db/apps";
import { prisma } from "../../db/client";
import { noteEvent } from "../../db/events";
import type { UserRow } from "../../db/users";
import { addCollaborator } from "../../services/collaborators/add-collaborator";
import { addDatabaseUser } from "../../services/database-users/add-database-user";
import { getConnection } from "../../services/databases/get-connection";
import { getDatabase } from "../../services/databases/get-database";
import { addNotifier } from "../../services/notifiers/add-notifier";
import { setVariable } from "../../services/variables/set-variable";

const api = withApi({ openStorage: memoryStorages().open });

/** What there is to ask for. */
type World = {
  owner: UserRow;
  app: AppRow;
  addon: AddonView;
  helper: UserRow;
  viewer: UserRow;
  coOwner: UserRow;
  /** Works on the app too. */
  second: UserRow;
  variableId: string;
  notifier: string;
  path: string;
  database: string;
  own: string;
  backup: string;
  /** Something of the caller's own account, where the route is about that. */
  ownId: string;
  /** What nobody sees who only looks. */
  secrets: string[];
};

const secretsIn = (body: unknown, { secrets }: World): string[] =>
  secrets.filter((secret) => JSON.stringify(body)?.includes(secret));

/** Every caller that there is, by the header that it sends. */
const CALLERS = [
  "nobody",
  "revoked token",
  "expired token",
  "another's token",
  "look token",
  "read token",
  "app token",
  "viewer",
  "collaborator",
  "co-owner",
  "owner",
  "administrator",
] as const;
type Caller = (typeof CALLERS)[number];

/** Whose affair a route is, and how to ask for it. Where an answer differs from the rule of its kind, `but` says so. */
type Row = {
  of: "everybody" | "account" | "app" | "platform" | "administrators";
  ask: (world: World) => Sent & { path: string };
  but?: Partial<Record<Caller, number>>;
};

const addonBody = { addon: { addon_provider_id: "redis", plan_id: "free", options: null } };
const STORAGE = { kind: "folder", name: "another", path: "/srv/another" };
/** There is none, which everybody learns who may ask for one. */
const NO_SUCH = { "read token": 404, "app token": 404, collaborator: 404, owner: 404, administrator: 404 };
const USER = "reader-of-all";
const SOURCE = "redis://:password-of-source@redis.example.org:6379";
const OWNERS_VALUE = "value of the owner";
const CONSOLE_LINE = "SET k value-of-a-key";
const HOOK = "https://hooks.example.org/secret-of-the-hook";
const NOTIFIER = { platform_id: "webhook", type_data: { webhook_url: HOOK } };
const MANAGERS_ONLY = { collaborator: 403 } as const;
/** A viewer sees logs and the timeline, which a token that only looks does not. */
const FOR_VIEWERS = { viewer: 200 } as const;

/** A route without a row does not compile, and neither does a row without its route. */
const ROWS: Record<RouteName, Row> = {
  exchangeToken: {
    of: "everybody",
    ask: () => ({ path: "/v1/tokens/exchange", body: {} }),
    // By the token itself, which nobody shows here: that it works has its own test.
    but: Object.fromEntries(CALLERS.map((caller) => [caller, 401])),
  },
  listTokens: { of: "account", ask: () => ({ path: "/v1/tokens" }) },
  createToken: {
    of: "account",
    ask: () => ({ path: "/v1/tokens", body: { name: "x", scope: "read" } }),
    but: { "read token": 403 },
  },
  revokeToken: { of: "account", ask: ({ ownId }) => ({ path: `/v1/tokens/${ownId}` }) },
  getSelf: { of: "account", ask: () => ({ path: "/v1/users/self" }), but: { "app token": 200 } },
  listKeys: { of: "account", ask: () => ({ path: "/v1/keys" }) },
  addKey: { of: "account", ask: () => ({ path: "/v1/keys", body: { name: "", content: makeSshKey() } }) },
  removeKey: { of: "account", ask: ({ ownId }) => ({ path: `/v1/keys/${ownId}` }) },
  listRegions: { of: "platform", ask: () => ({ path: "/v1/regions" }) },
  listApps: { of: "platform", ask: () => ({ path: "/v1/apps" }) },
  createApp: {
    of: "account",
    ask: () => ({ path: "/v1/apps", body: { app: { name: `app-${crypto.randomUUID().slice(0, 8)}` } } }),
  },
  getApp: { of: "app", ask: ({ path }) => ({ path }) },
  deleteApp: {
    of: "app",
    ask: ({ path, app }) => ({ path: `${path}?current_name=${app.name}` }),
    but: MANAGERS_ONLY,
  },
  protectApp: {
    of: "app",
    ask: ({ path }) => ({ path: `${path}/protection`, body: { protection: { enabled: true } } }),
    but: MANAGERS_ONLY,
  },
  protectAddon: {
    of: "app",
    ask: ({ path, addon }) => ({
      path: `${path}/addons/${addon.id}/protection`,
      body: { protection: { enabled: true } },
    }),
    but: MANAGERS_ONLY,
  },
  deployApp: { of: "app", ask: ({ path }) => ({ path, body: { app: { image: "nginx:1" } } }) },
  restartApp: { of: "app", ask: ({ path }) => ({ path: `${path}/restart`, body: {} }) },
  getOperation: {
    of: "app",
    ask: ({ path, addon }) => ({ path: `${path}/operations/${addon.operationId}` }),
  },
  listProcesses: { of: "app", ask: ({ path }) => ({ path: `${path}/ps` }) },
  listStats: { of: "app", ask: ({ path }) => ({ path: `${path}/stats` }) },
  getAppLogsUrl: { of: "app", ask: ({ path }) => ({ path: `${path}/logs` }), but: FOR_VIEWERS },
  listCollaborators: { of: "app", ask: ({ path }) => ({ path: `${path}/collaborators` }) },
  addCollaborator: {
    of: "app",
    ask: ({ path, helper }) => ({
      path: `${path}/collaborators`,
      body: { collaborator: { email: helper.email } },
    }),
    but: MANAGERS_ONLY,
  },
  changeCollaborator: {
    of: "app",
    ask: ({ path, second }) => ({
      path: `${path}/collaborators/${second.id}`,
      body: { collaborator: { role: "view" } },
    }),
    but: MANAGERS_ONLY,
  },
  removeCollaborator: {
    of: "app",
    ask: ({ path, second }) => ({ path: `${path}/collaborators/${second.id}` }),
    but: MANAGERS_ONLY,
  },
  listAudit: { of: "administrators", ask: () => ({ path: "/v1/audit" }) },
  listPeople: { of: "administrators", ask: () => ({ path: "/v1/users" }) },
  changePerson: {
    of: "administrators",
    ask: ({ helper }) => ({ path: `/v1/users/${helper.id}`, body: { user: { is_disabled: true } } }),
  },
  removePerson: { of: "administrators", ask: ({ helper }) => ({ path: `/v1/users/${helper.id}` }) },
  endPersonSessions: {
    of: "administrators",
    ask: ({ helper }) => ({ path: `/v1/users/${helper.id}/sessions` }),
  },
  resetSecondFactor: {
    of: "administrators",
    ask: ({ helper }) => ({ path: `/v1/users/${helper.id}/second_factor` }),
  },
  createPasswordLink: {
    of: "administrators",
    ask: ({ helper }) => ({ path: `/v1/users/${helper.id}/password_link`, body: {} }),
  },
  listStacks: { of: "platform", ask: () => ({ path: "/v1/features/stacks" }) },
  listVariables: { of: "app", ask: ({ path }) => ({ path: `${path}/variables` }) },
  createVariable: {
    of: "app",
    ask: ({ path }) => ({ path: `${path}/variables`, body: { variable: { name: "NEW", value: "1" } } }),
  },
  setVariables: {
    of: "app",
    ask: ({ path }) => ({ path: `${path}/variables`, body: { variables: [{ name: "NEW", value: "1" }] } }),
  },
  updateVariable: {
    of: "app",
    ask: ({ path, variableId }) => ({
      path: `${path}/variables/${variableId}`,
      body: { variable: { value: "2" } },
    }),
  },
  deleteVariable: { of: "app", ask: ({ path, variableId }) => ({ path: `${path}/variables/${variableId}` }) },
  listProviders: { of: "everybody", ask: () => ({ path: "/v1/addon_providers" }) },
  getCertificateAuthority: { of: "everybody", ask: () => ({ path: "/v1/ca_certificate" }) },
  getDatabaseCertificateAuthority: { of: "everybody", ask: () => ({ path: "/api/ca_certificate" }) },
  listPlans: { of: "platform", ask: () => ({ path: "/v1/addon_providers/redis/plans" }) },
  listAddons: { of: "app", ask: ({ path }) => ({ path: `${path}/addons` }) },
  addAddon: { of: "app", ask: ({ path }) => ({ path: `${path}/addons`, body: addonBody }) },
  getAddon: { of: "app", ask: ({ path, addon }) => ({ path: `${path}/addons/${addon.id}` }) },
  updateAddon: {
    of: "app",
    ask: ({ path, addon }) => ({ path: `${path}/addons/${addon.id}`, body: { addon: { plan_id: "512m" } } }),
  },
  removeAddon: { of: "app", ask: ({ path, addon }) => ({ path: `${path}/addons/${addon.id}` }) },
  createAddonToken: {
    of: "app",
    ask: ({ path, addon }) => ({ path: `${path}/addons/${addon.id}/token`, body: {} }),
  },
  getAddonSso: { of: "app", ask: ({ path, addon }) => ({ path: `${path}/addons/${addon.id}/sso` }) },
  createAddonSso: {
    of: "app",
    ask: ({ path, addon }) => ({ path: `${path}/addons/${addon.id}/sso`, body: {} }),
  },
  listAppEvents: { of: "app", ask: ({ path }) => ({ path: `${path}/events` }), but: FOR_VIEWERS },
  listEvents: { of: "platform", ask: () => ({ path: "/v1/events" }) },
  getDatabase: { of: "app", ask: ({ database }) => ({ path: database }) },
  getDatabaseOperation: {
    of: "app",
    ask: ({ database, addon }) => ({ path: `${database}/operations/${addon.operationId}` }),
  },
  upgradeDatabase: {
    of: "app",
    ask: ({ database }) => ({ path: `${database}/upgrade`, body: {} }),
    // It has the newest version already, which everybody learns who may upgrade it.
    but: { "app token": 422, collaborator: 422, owner: 422, administrator: 422 },
  },
  moveDatabase: {
    of: "app",
    ask: ({ database }) => ({ path: `${database}/move`, body: { host: "no-such-host" } }),
    // There is no such host, which everybody learns who may move it.
    but: { "app token": 422, collaborator: 422, owner: 422, administrator: 422 },
  },
  updateDatabase: {
    of: "app",
    ask: ({ database }) => ({ path: database, body: { database: { periodic_backups_scheduled_at: 3 } } }),
  },
  listDatabaseUsers: { of: "app", ask: ({ database }) => ({ path: `${database}/users` }) },
  addDatabaseUser: {
    of: "app",
    ask: ({ database }) => ({
      path: `${database}/users`,
      body: { database_user: { name: "another", read_only: true } },
    }),
  },
  updateDatabaseUser: {
    of: "app",
    ask: ({ database }) => ({
      path: `${database}/users/${USER}`,
      body: { database_user: { is_on: false } },
    }),
  },
  removeDatabaseUser: { of: "app", ask: ({ database }) => ({ path: `${database}/users/${USER}` }) },
  resetUserPassword: {
    of: "app",
    ask: ({ database }) => ({ path: `${database}/users/${USER}/reset_password`, body: {} }),
  },
  previewDatabaseUser: {
    of: "app",
    ask: ({ own }) => ({ path: `${own}/users/preview`, body: { database_user: { role: "read-only" } } }),
  },
  rotatePassword: { of: "app", ask: ({ own }) => ({ path: `${own}/rotate_password`, body: {} }) },
  endFormerPassword: {
    of: "app",
    ask: ({ own }) => ({ path: `${own}/former_password` }),
    // There is none to end, which everybody learns who may end it.
    but: { "app token": 409, collaborator: 409, owner: 409, administrator: 409 },
  },
  enableFeature: {
    of: "app",
    ask: ({ database }) => ({ path: `${database}/features`, body: { feature: { name: "redis-aof" } } }),
  },
  disableFeature: { of: "app", ask: ({ database }) => ({ path: `${database}/features?feature=redis-rdb` }) },
  listFeatures: { of: "app", ask: ({ own }) => ({ path: `${own}/features` }) },
  setFeature: {
    of: "app",
    ask: ({ own }) => ({ path: `${own}/features/redis-cache`, body: { is_on: true } }),
  },
  getSettings: { of: "app", ask: ({ own }) => ({ path: `${own}/settings` }) },
  setSettings: {
    of: "app",
    ask: ({ own }) => ({ path: `${own}/settings`, body: { idle_timeout_seconds: 0 } }),
  },
  listMaintenances: { of: "app", ask: ({ database }) => ({ path: `${database}/maintenance` }) },
  getMaintenance: {
    of: "app",
    ask: ({ database }) => ({ path: `${database}/maintenance/${crypto.randomUUID()}` }),
    // There is none here, which everybody learns who may look.
    but: { "read token": 404, "app token": 404, collaborator: 404, owner: 404, administrator: 404 },
  },
  scheduleUpgrade: {
    of: "app",
    ask: ({ own }) => ({ path: `${own}/maintenance`, body: { version: "8.0.2" } }),
    // It has the newest version already.
    but: { "app token": 422, collaborator: 422, owner: 422, administrator: 422 },
  },
  cancelMaintenance: {
    of: "app",
    ask: ({ own }) => ({ path: `${own}/maintenance/${crypto.randomUUID()}` }),
    but: { "app token": 404, collaborator: 404, owner: 404, administrator: 404 },
  },
  listNotifiers: { of: "app", ask: ({ path }) => ({ path: `${path}/notifiers` }) },
  addNotifier: {
    of: "app",
    ask: ({ path }) => ({ path: `${path}/notifiers`, body: { notifier: NOTIFIER } }),
  },
  getNotifier: { of: "app", ask: ({ path, notifier }) => ({ path: `${path}/notifiers/${notifier}` }) },
  updateNotifier: {
    of: "app",
    ask: ({ path, notifier }) => ({
      path: `${path}/notifiers/${notifier}`,
      body: { notifier: { active: false } },
    }),
  },
  removeNotifier: { of: "app", ask: ({ path, notifier }) => ({ path: `${path}/notifiers/${notifier}` }) },
  testNotifier: {
    of: "app",
    ask: ({ path, notifier }) => ({ path: `${path}/notifiers/${notifier}/test`, body: {} }),
  },
  listDeliveries: {
    of: "app",
    ask: ({ path, notifier }) => ({ path: `${path}/notifiers/${notifier}/deliveries` }),
  },
  listPlatformNotifiers: { of: "administrators", ask: () => ({ path: "/v1/notifiers" }) },
  addPlatformNotifier: {
    of: "administrators",
    ask: () => ({ path: "/v1/notifiers", body: { notifier: NOTIFIER } }),
  },
  updatePlatformNotifier: {
    of: "administrators",
    ask: ({ ownId }) => ({ path: `/v1/notifiers/${ownId}`, body: { notifier: { name: "x" } } }),
  },
  removePlatformNotifier: { of: "administrators", ask: ({ ownId }) => ({ path: `/v1/notifiers/${ownId}` }) },
  testPlatformNotifier: {
    of: "administrators",
    ask: ({ ownId }) => ({ path: `/v1/notifiers/${ownId}/test`, body: {} }),
  },
  listPlatformDeliveries: {
    of: "administrators",
    ask: ({ ownId }) => ({ path: `/v1/notifiers/${ownId}/deliveries` }),
  },
  listEventTypes: { of: "platform", ask: () => ({ path: "/v1/event_types" }) },
  listEventCategories: { of: "platform", ask: () => ({ path: "/v1/event_categories" }) },
  listNotificationPlatforms: { of: "everybody", ask: () => ({ path: "/v1/notification_platforms" }) },
  searchNotificationPlatforms: {
    of: "everybody",
    ask: () => ({ path: "/v1/notification_platforms/search?name=slack" }),
  },
  listDatabaseBackups: { of: "app", ask: ({ database }) => ({ path: `${database}/backups` }) },
  createDatabaseBackup: { of: "app", ask: ({ database }) => ({ path: `${database}/backups`, body: {} }) },
  getDatabaseBackup: { of: "app", ask: ({ backup }) => ({ path: `/api/backups/${backup}` }) },
  getBackupOfDatabase: {
    of: "app",
    ask: ({ database, backup }) => ({ path: `${database}/backups/${backup}` }),
  },
  getBackupArchive: {
    of: "app",
    ask: ({ database, backup }) => ({ path: `${database}/backups/${backup}/archive` }),
  },
  restoreDatabaseBackup: {
    of: "app",
    ask: ({ database, backup }) => ({ path: `${database}/backups/${backup}/restore`, body: {} }),
  },
  getBackupRestoration: {
    of: "app",
    ask: ({ database, addon }) => ({ path: `${database}/backup_restorations/${addon.operationId}` }),
    // It is the operation that made the database.
    but: { "read token": 404, "app token": 404, collaborator: 404, owner: 404, administrator: 404 },
  },
  listBackups: { of: "app", ask: ({ own }) => ({ path: `${own}/backups` }) },
  createBackup: { of: "app", ask: ({ own }) => ({ path: `${own}/backups`, body: {} }) },
  importBackup: {
    of: "app",
    ask: ({ own }) => ({ path: `${own}/backups/import`, body: "REDIS0011 a dump" }),
  },
  getBackup: { of: "app", ask: ({ backup }) => ({ path: `/v1/backups/${backup}` }) },
  getBackupConfig: { of: "app", ask: ({ own }) => ({ path: `${own}/backup_config` }) },
  setBackupConfig: {
    of: "app",
    ask: ({ own }) => ({ path: `${own}/backup_config`, body: { hour_utc: 3 } }),
  },
  createBackupLink: { of: "app", ask: ({ backup }) => ({ path: `/v1/backups/${backup}/link`, body: {} }) },
  previewRestore: { of: "app", ask: ({ backup }) => ({ path: `/v1/backups/${backup}/restore_preview` }) },
  restoreBackup: {
    of: "app",
    ask: ({ backup, addon }) => ({
      path: `/v1/backups/${backup}/restore`,
      body: { database: addon.id, accepts_loss: true },
    }),
  },
  restoreIntoNew: {
    of: "app",
    ask: ({ backup, app }) => ({
      path: `/v1/backups/${backup}/restore_into_new`,
      body: { app: app.name, plan_id: "256m" },
    }),
  },
  cloneAddon: {
    of: "app",
    ask: ({ own, app }) => ({ path: `${own}/clone`, body: { app: app.name } }),
  },
  checkImport: {
    of: "app",
    ask: ({ own }) => ({ path: `${own}/import/check`, body: { url: SOURCE } }),
  },
  startImport: {
    of: "app",
    ask: ({ own }) => ({ path: `${own}/import`, body: { url: SOURCE, accepts_loss: true } }),
  },
  switchImport: {
    of: "app",
    ask: ({ own }) => ({ path: `${own}/import/switch`, body: {} }),
    // None stays in step, which everybody learns who may switch one.
    but: { "app token": 409, collaborator: 409, owner: 409, administrator: 409 },
  },
  cancelImport: {
    of: "app",
    ask: ({ own }) => ({ path: `${own}/import/cancellation`, body: {} }),
    // None runs, which everybody learns who may end one.
    but: { "app token": 409, collaborator: 409, owner: 409, administrator: 409 },
  },
  runCommand: {
    of: "app",
    ask: ({ own }) => ({ path: `${own}/console`, body: { line: "GET k" } }),
  },
  unlockConsole: { of: "app", ask: ({ own }) => ({ path: `${own}/console/unlocking`, body: {} }) },
  listCommands: { of: "app", ask: ({ own }) => ({ path: `${own}/console/commands` }) },
  listDatabaseKeys: { of: "app", ask: ({ own }) => ({ path: `${own}/keys` }) },
  countDatabaseKeys: { of: "app", ask: ({ own }) => ({ path: `${own}/keys/count` }) },
  deleteDatabaseKeys: {
    of: "app",
    ask: ({ own }) => ({ path: `${own}/keys/deletion`, body: { pattern: "x*" } }),
  },
  getDatabaseKey: {
    of: "app",
    ask: ({ own }) => ({ path: `${own}/key?key=ew==` }),
    but: NO_SUCH,
  },
  changeDatabaseKey: {
    of: "app",
    ask: ({ own }) => ({
      path: `${own}/key`,
      body: { key: "aw==", change: { kind: "set", value: "aw==", expected: null } },
    }),
  },
  getSlowLog: { of: "app", ask: ({ own }) => ({ path: `${own}/slow_log` }) },
  listClients: { of: "app", ask: ({ own }) => ({ path: `${own}/clients` }) },
  disconnectClient: {
    of: "app",
    ask: ({ own }) => ({ path: `${own}/clients/7?address=10.0.0.9:1` }),
    but: { ...NO_SUCH, "read token": 403 },
  },
  getMemory: { of: "app", ask: ({ own }) => ({ path: `${own}/memory` }) },
  getLatency: { of: "app", ask: ({ own }) => ({ path: `${own}/latency` }) },
  listKeptBackups: { of: "app", ask: ({ path }) => ({ path: `${path}/kept_backups` }) },
  listBackupsOfDeletedApps: { of: "administrators", ask: () => ({ path: "/v1/kept_backups" }) },
  listStorages: { of: "administrators", ask: () => ({ path: "/v1/storages" }) },
  tryStorage: {
    of: "administrators",
    ask: () => ({ path: "/v1/storages/trial", body: { storage: STORAGE } }),
  },
  addStorage: { of: "administrators", ask: () => ({ path: "/v1/storages", body: { storage: STORAGE } }) },
  removeStorage: { of: "administrators", ask: ({ ownId }) => ({ path: `/v1/storages/${ownId}` }) },
  listHosts: { of: "administrators", ask: () => ({ path: "/v1/hosts" }) },
  drainHost: {
    of: "administrators",
    ask: () => ({ path: "/v1/hosts/no-such-host/drain", body: {} }),
    // There is none, which administrators learn.
    but: { administrator: 404 },
  },
  activateHost: {
    of: "administrators",
    ask: () => ({ path: "/v1/hosts/no-such-host/activate", body: {} }),
    but: { administrator: 404 },
  },
  listReleases: { of: "administrators", ask: () => ({ path: "/v1/releases" }) },
  upgradeRelease: {
    of: "administrators",
    ask: () => ({ path: "/v1/releases/redis/9.9.9/upgrade", body: {} }),
    // There is none, which administrators learn.
    but: { administrator: 404 },
  },
  stopReleaseUpgrade: {
    of: "administrators",
    ask: () => ({ path: "/v1/releases/redis/9.9.9/stop", body: {} }),
    but: { administrator: 404 },
  },
  downloadRecoveryKey: { of: "administrators", ask: () => ({ path: "/v1/recovery_key", body: {} }) },
  getMetrics: { of: "app", ask: ({ database }) => ({ path: `${database}/metrics` }) },
  listPoints: { of: "app", ask: ({ database }) => ({ path: `${database}/metrics/cpu` }) },
  listInstancePoints: {
    of: "app",
    ask: ({ database }) => ({ path: `${database}/instances/no-such-part/metrics/cpu` }),
    // Nobody knows the id of a part here: who may look for one is told that there is none.
    but: { "read token": 404, "app token": 404, collaborator: 404, owner: 404, administrator: 404 },
  },
  getLogsUrl: { of: "app", ask: ({ database }) => ({ path: `${database}/logs` }), but: FOR_VIEWERS },
  listInstances: { of: "app", ask: ({ database }) => ({ path: `${database}/instances_status` }) },
};

const READERS: readonly Caller[] = ["look token", "read token"];

/** What a row says of a caller. Who only looks learns as much as who reads, where the route is for them; another owner as much as the owner. */
function exceptionFor(caller: Caller, { of, but }: Row, route: ApiRoute): number | undefined {
  if (caller === "co-owner") return but?.owner;
  if (caller === "viewer" && of === "app") {
    if (but?.viewer !== undefined) return but.viewer;
    return route.needs === "look" || route.needs === "nothing" ? but?.owner : undefined;
  }
  if (caller !== "look token") return but?.[caller];
  return but?.[route.needs === "read" ? caller : "read token"];
}

/** The rule of each kind of route. */
function statusFor(caller: Caller, { of }: Row, route: ApiRoute): number {
  if (of === "everybody") return route.status;
  if (["nobody", "revoked token", "expired token"].includes(caller)) return 401;
  if (of === "administrators") return caller === "administrator" ? route.status : 403;
  if (caller === "look token" && route.needs === "read") return 403;
  if (READERS.includes(caller) && route.needs === "write") return 403;
  if (caller === "another's token" && of === "app") return 404;
  if (caller === "viewer" && of === "app" && route.needs !== "look") return 403;
  if (caller === "app token" && of === "account") return 403;
  return route.status;
}

let admin: UserRow;
let stranger: UserRow;
beforeAll(async () => {
  admin = await makeUser({ isAdmin: true });
  stranger = await makeUser();
  await makeStorage();
});
async function makeWorld(): Promise<World> {
  const { owner, app } = await makeApp({ source: "image", image: "team/web:1" });
  const ctx = api.contextFor(owner);
  const [helper, second] = [await makeUser(), await makeUser()];
  const [viewer, coOwner] = [await makeUser(), await makeUser()];
  for (const { email } of [helper, second]) await addCollaborator(ctx, { app: app.name, email });
  await addCollaborator(ctx, { app: app.name, email: viewer.email, role: "view" });
  await addCollaborator(ctx, { app: app.name, email: coOwner.email, role: "own" });
  const addon = await makeAddon(ctx, app);
  const { id } = await setVariable(ctx, { app: app.name, name: "OLD", value: OWNERS_VALUE });
  const path = `/v1/apps/${app.name}`;
  const database = `/api/databases/${addon.id}`;
  const own = `/v1/databases/${addon.id}`;
  const { id: databaseId } = await getDatabase(ctx, { resourceId: addon.resourceId });
  const { resourceId } = addon;
  const { password } = await addDatabaseUser(ctx, { resourceId, name: USER, role: "read-only" });
  await noteEvent(
    { appId: app.id, databaseId, actorId: owner.id },
    {
      type: "console_command",
      data: { resourceId, database: 0, command: CONSOLE_LINE, outcome: "done", ms: 1 },
    },
  );
  const secrets = [
    OWNERS_VALUE,
    CONSOLE_LINE,
    password ?? "",
    (await getConnection(ctx, { resourceId })).password,
    HOOK,
  ];
  const backup = await makeBackup(databaseId);
  const hook = { app: app.name, ...newHook("of the app") };
  const notifier = (await addNotifier(ctx, hook)).notifier.id;
  const things = {
    owner,
    app,
    addon,
    helper,
    viewer,
    coOwner,
    second,
    variableId: id,
    path,
    database,
    own,
    backup,
    notifier,
  };
  return { ...things, ownId: "", secrets };
}

/** For all who may not change it, or only look. */
let shared: World | undefined;
const kept = new Map<Caller, Awaited<ReturnType<typeof makeToken>>>();

/** Who a caller is, with what token: the same one for all routes where world or caller is the same for all. */
async function tokenOf(caller: Caller, world: World) {
  if (world !== shared && caller !== "administrator" && caller !== "another's token")
    return makeToken(caller, world);
  const token = kept.get(caller) ?? (await makeToken(caller, world));
  kept.set(caller, token);
  return token;
}

async function makeToken(caller: Caller, { owner, helper, viewer, coOwner, app }: World) {
  switch (caller) {
    case "nobody":
      return { user: stranger, jwt: undefined };
    case "another's token":
      return { user: stranger, ...(await api.tokenFor(stranger)) };
    case "collaborator":
      return { user: helper, ...(await api.tokenFor(helper)) };
    case "viewer":
      return { user: viewer, ...(await api.tokenFor(viewer)) };
    case "co-owner":
      return { user: coOwner, ...(await api.tokenFor(coOwner)) };
    case "administrator":
      return { user: admin, ...(await api.tokenFor(admin, { scope: "admin" })) };
    case "look token":
      return { user: owner, ...(await api.tokenFor(owner, { scope: "look" })) };
    case "read token":
      return { user: owner, ...(await api.tokenFor(owner, { scope: "read" })) };
    case "app token":
      return { user: owner, ...(await api.tokenFor(owner, { app: app.name })) };
    case "owner":
      return { user: owner, ...(await api.tokenFor(owner)) };
    case "revoked token":
    case "expired token": {
      const made = await api.tokenFor(owner);
      const end = caller === "revoked token" ? "revokedAt" : "expiresAt";
      await prisma().apiToken.update({ where: { id: made.id }, data: { [end]: new Date(Date.now() - 1) } });
      return { user: owner, ...made };
    }
  }
}

const newHook = (name: string) => ({
  platform: "webhook" as const,
  name,
  url: HOOK,
  isActive: true,
  isAll: false,
  kinds: [],
  emails: [],
  userIds: [],
});

/** A token or key of the caller's, for the routes that take one away. */
async function makeOwn(name: RouteName, user: UserRow): Promise<string> {
  if (name === "revokeToken") return (await api.tokenFor(user)).id;
  if (name === "removeStorage") return makeStorage();
  if (name.includes("Platform")) {
    await prisma().notifier.deleteMany({ where: { appId: null } });
    const { notifier } = await addNotifier(api.contextFor(admin), newHook("of the platform"));
    return notifier.id;
  }
  if (name !== "removeKey") return "";
  const row = { userId: user.id, name: "x", publicKey: "x", fingerprint: crypto.randomUUID() };
  return (await prisma().sshKey.create({ data: row })).id;
}

const routes = Object.entries<ApiRoute>(ROUTES);

describe.each(routes)("%s", (key, route) => {
  // The keys of ROUTES are its names.
  const name = key as RouteName;
  const row = ROWS[name];
  test.each(CALLERS)("asked by: %s", async (caller) => {
    const expected = exceptionFor(caller, row, route) ?? statusFor(caller, row, route);
    // What one caller changes is no other's affair.
    const changes = route.method !== "GET" && expected < 400;
    shared ??= await makeWorld();
    const world = changes ? await makeWorld() : shared;
    const { user, jwt } = await tokenOf(caller, world);
    const { path, ...sent } = row.ask({ ...world, ownId: await makeOwn(name, user) });
    const answer = await api.call(route.method, path, { ...sent, token: jwt });
    expect({ status: answer.status, body: answer.body }).toMatchObject({ status: expected });
    if (caller === "look token" || caller === "viewer") expect(secretsIn(answer.body, world)).toEqual([]);
    if (expected < 400) return;
    expect(answer.body).toMatchObject({ error: expect.any(String), code: expect.any(String) });
    expect(JSON.stringify(answer.body)).not.toContain(OWNERS_VALUE);
  });
});

test("who reads is told the secrets that who only looks is not", async () => {
  const world = await makeWorld();
  const { jwt } = await api.tokenFor(world.owner, { scope: "read" });
  for (const path of [`${world.path}/variables`, `${world.path}/events`, "/v1/events"]) {
    const { body } = await api.call("GET", path, { token: jwt });
    expect({ path, secrets: secretsIn(body, world) }).not.toMatchObject({ secrets: [] });
  }
});

test("another's token sees none of the owner's things in lists", async () => {
  const world = await makeWorld();
  const { jwt } = await api.tokenFor(stranger);
  for (const path of ["/v1/apps", "/v1/events", "/v1/tokens", "/v1/keys"]) {
    const { body } = await api.call("GET", path, { token: jwt });
    expect(JSON.stringify(body)).not.toContain(world.app.name);
    expect(JSON.stringify(body)).not.toContain(world.owner.id);
  }
});

test("what somebody else owns cannot be taken away", async () => {
  const { owner } = await makeWorld();
  const { jwt } = await api.tokenFor(stranger);
  for (const [name, path] of [
    ["revokeToken", "/v1/tokens"],
    ["removeKey", "/v1/keys"],
  ] as const) {
    const id = await makeOwn(name, owner);
    expect((await api.call("DELETE", `${path}/${id}`, { token: jwt })).status).toBe(404);
  }
});
