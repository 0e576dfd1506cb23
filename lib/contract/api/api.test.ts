import { expect, test } from "vitest";
import { z } from "zod";
import { BACKUP_ROUTES } from "./backups";
import { CONSOLE_ROUTES } from "./console";
import { DIAGNOSTIC_ROUTES } from "./diagnostics";
import { HOST_ROUTES } from "./hosts";
import { KEY_ROUTES } from "./keys";
import { apiMarkdown } from "./markdown";
import { type JsonSchema, jsonSchemaOf, objectNameOf, openApiDocument } from "./openapi";
import { PERSON_ROUTES } from "./people";
import { apiReference } from "./reference";
import { RELEASE_ROUTES } from "./releases";
import type { ApiRoute } from "./route";
import { ROUTES, type RouteName } from "./routes";
import { STORAGE_ROUTES } from "./storages";

const routes = Object.entries<ApiRoute>(ROUTES);

test("docs/api.md is what the routes say; `npm run docs:api` writes it anew", async () => {
  await expect(apiMarkdown(apiReference())).toMatchFileSnapshot("../../../docs/api.md");
});

test("every route has a path of its own for its method, and says its parameters", () => {
  const keys = routes.map(([, { method, path }]) => `${method} ${path.replaceAll(/\{[^}]+\}/g, "{}")}`);
  expect(new Set(keys).size).toBe(keys.length);
  for (const [name, { path, params }] of routes) {
    const named = [...path.matchAll(/\{([^}]+)\}/g)].map((match) => match[1]);
    const { properties = {} } = z.toJSONSchema(params, { io: "input" });
    expect(Object.keys(properties).sort(), name).toEqual(named.sort());
  }
});

/** What the reference platform answers: its clients read some of these into maps, where one key more is an error. */
const REFERENCE_KEYS: Partial<Record<RouteName, string[]>> = {
  exchangeToken: ["token"],
  listTokens: ["tokens"],
  createToken: ["token"],
  getSelf: ["user"],
  listKeys: ["keys"],
  addKey: ["key"],
  listRegions: ["regions"],
  listApps: ["apps"],
  createApp: ["app"],
  getApp: ["app"],
  getOperation: ["operation"],
  listProcesses: ["containers"],
  listStats: ["stats"],
  listCollaborators: ["collaborators"],
  addCollaborator: ["collaborator"],
  changeCollaborator: ["collaborator"],
  listStacks: ["stacks"],
  listVariables: ["variables"],
  createVariable: ["variable"],
  setVariables: ["variables"],
  updateVariable: ["variable"],
  listProviders: ["addon_providers"],
  listPlans: ["plans"],
  listAddons: ["addons"],
  addAddon: ["addon", "message", "variables"],
  getAddon: ["addon"],
  updateAddon: ["addon", "message", "variables"],
  createAddonToken: ["addon"],
  getAddonSso: ["addon"],
  createAddonSso: ["addon"],
  listAppEvents: ["events", "meta"],
  listEvents: ["events", "meta"],
  listNotifiers: ["notifiers"],
  addNotifier: ["notifier"],
  getNotifier: ["notifier"],
  updateNotifier: ["notifier"],
  listEventTypes: ["event_types"],
  listEventCategories: ["event_categories"],
  listNotificationPlatforms: ["notification_platforms"],
  searchNotificationPlatforms: ["notification_platforms"],
  getDatabaseCertificateAuthority: [],
  getDatabase: ["database"],
  getDatabaseOperation: ["operation"],
  upgradeDatabase: ["message", "operation_id", "readable_version", "version_id"],
  moveDatabase: ["host", "message", "operation_id"],
  listInstances: [],
  updateDatabase: ["database"],
  listDatabaseUsers: ["database-users"],
  addDatabaseUser: ["database_user"],
  updateDatabaseUser: ["database_user"],
  resetUserPassword: ["database_user"],
  enableFeature: ["message", "name", "status"],
  disableFeature: ["message"],
  listMaintenances: ["maintenance", "meta"],
  // Those of the reference and what more there is to know of one, which its clients pass over.
  getMaintenance: [
    "created_at",
    "database_id",
    "ended_at",
    "id",
    "maintenance",
    "next_maintenance_window",
    "operation_id",
    "reason",
    "started_at",
    "status",
    "type",
    "version",
  ],
  listDatabaseBackups: ["database_backups"],
  createDatabaseBackup: ["database_backup"],
  getDatabaseBackup: ["database_backup"],
  getBackupOfDatabase: ["database_backup"],
  getBackupArchive: ["download_url"],
  restoreDatabaseBackup: [
    "created_at",
    "database_id",
    "ended_at",
    "id",
    "method",
    "source_backup_id",
    "started_at",
    "status",
  ],
  getBackupRestoration: ["backup_restoration"],
  getMetrics: ["cpu_usage", "database_stats", "instances_metrics", "memory", "real_disk_size"],
  listPoints: [],
  listInstancePoints: [],
  getLogsUrl: ["url"],
  getAppLogsUrl: ["app", "logs_url"],
};
/** Answers with words of our own, where the reference has none. */
const OWN_ANSWERS: string[] = [
  "restartApp",
  "listAudit",
  "deployApp",
  ...[
    BACKUP_ROUTES,
    STORAGE_ROUTES,
    HOST_ROUTES,
    RELEASE_ROUTES,
    CONSOLE_ROUTES,
    KEY_ROUTES,
    DIAGNOSTIC_ROUTES,
    PERSON_ROUTES,
  ].flatMap(Object.keys),
  ...["testNotifier", "listDeliveries", "listPlatformNotifiers", "addPlatformNotifier"],
  ...["updatePlatformNotifier", "testPlatformNotifier", "listPlatformDeliveries"],
  ...["checkImport", "startImport", "switchImport", "cancelImport"],
  "previewDatabaseUser",
  "rotatePassword",
  "getCertificateAuthority",
  ...["listFeatures", "setFeature", "getSettings", "setSettings", "scheduleUpgrade", "cancelMaintenance"],
];

test("an answer has exactly the keys of the reference, and no route has gone without being compared", () => {
  const objects: Record<string, JsonSchema> = openApiDocument().components.schemas;
  for (const [name, { answer, status }] of Object.entries<ApiRoute>(ROUTES)) {
    if (status === 204 || OWN_ANSWERS.includes(name)) continue;
    const schema = jsonSchemaOf(answer, "output", {});
    const { properties = {} } = schema.$ref ? (objects[objectNameOf(schema.$ref)] ?? {}) : schema;
    expect([name, Object.keys(properties).sort()]).toEqual([name, REFERENCE_KEYS[name as RouteName]]);
  }
});

test("what changes something needs more than a look, but for a download, a console, the token of an addon, a preview and the two doors", () => {
  const lax = routes.filter(
    ([, { method, needs }]) => method !== "GET" && needs !== "write" && needs !== "admin",
  );
  expect(lax.map(([name]) => name).sort()).toEqual([
    "createAddonSso",
    "createAddonToken",
    "createBackupLink",
    "createToken",
    "exchangeToken",
    "previewDatabaseUser",
    // What its line does is judged by the line.
    "runCommand",
  ]);
});

test("the OpenAPI document has every route, and each of its references leads somewhere", () => {
  const document = openApiDocument();
  const operations = Object.values(document.paths).flatMap((path) => Object.values(path));
  expect(operations.map(({ operationId }) => operationId).sort()).toEqual(Object.keys(ROUTES).sort());
  const references = [...JSON.stringify(document).matchAll(/"\$ref":"#\/components\/schemas\/([^"]+)"/g)];
  expect(references.length).toBeGreaterThan(20);
  for (const [, name = ""] of references) expect(document.components.schemas).toHaveProperty(name);
  expect(JSON.stringify(document)).not.toContain("$defs");
});
