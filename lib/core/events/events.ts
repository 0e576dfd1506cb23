import { z } from "zod";
import { ALERT_KINDS } from "../alerts/rules";
import { BACKUP_METHODS } from "../backups/backup";
import { CONSOLE_OUTCOMES } from "../console/outcome";
import { CHANGE_KINDS } from "../keys/key";
import { APP_ROLES } from "../people/roles";

const text = z.string();
const name = z.object({ name: text });
const plan = z.object({ resourceId: text, planId: text });
const collaborator = z.object({ email: text });
const backup = z.object({ resourceId: text, backupId: text, method: z.enum(BACKUP_METHODS) });
const failure = backup.extend({ reason: text });
const databaseUser = z.object({ resourceId: text, name: text });
const feature = z.object({ resourceId: text, addonId: text, feature: text });
const settings = z.object({ resourceId: text, names: z.array(text) });
/** `windowAt` in ISO 8601; `isNewerBuild` where the version stays and its newest build is taken. */
const maintenance = z.object({
  resourceId: text,
  maintenanceId: text,
  version: text,
  windowAt: text,
  isNewerBuild: z.literal(true).optional(),
});
const volume = z.object({ resourceId: text, volume: text });
const onHost = z.object({ host: text });
/** As people read it: "Redis 8.0.2". */
const ofRelease = z.object({ release: text });
/** The first of the databases, and how many they are. */
const ofBuilds = ofRelease.extend({ builtFrom: text, databases: z.array(text), count: z.number() });
const inDatabase = z.object({ resourceId: text, database: z.number() });
/** `value` is that of the moment; earlier versions wrote it as text. */
const alert = z.object({ resourceId: text, kind: z.enum(ALERT_KINDS), value: z.coerce.number() });

/** Earlier versions wrote the names as one text, "A, B and 3 more", beside their count. */
const namesOfText = (data: unknown): unknown => {
  const old = z.object({ name: text, count: z.coerce.number() }).safeParse(data).data;
  return old ? { names: old.name.replace(/ and \d+ more$/, "").split(", "), count: old.count } : data;
};
/** `count` is more than there are names in what an earlier version wrote. */
const variables = z.preprocess(namesOfText, z.object({ names: z.array(text), count: z.number() }));

const event = <T extends string, D extends z.ZodType>(type: T, data: D) =>
  z.object({ type: z.literal(type), data });

/**
 * What a line of the timeline tells, by type; types are named as on the reference platform where it has one. Never a secret: everyone
 * with access to the app reads it, viewers without QUOTING_EVENTS. `unknown` is what this version cannot read, by the type that it has; it is never written.
 */
export const EventDetail = z.discriminatedUnion("type", [
  event("new_app", name),
  event("delete_app", name),
  event("restart", z.object({})),
  event("deploy_app", z.object({ image: text })),
  event("new_addon", plan),
  event("delete_addon", plan),
  event("addon_failed", plan.extend({ reason: text })),
  event("upgrade_addon", plan.extend({ oldPlanId: text })),
  event(
    "upgrade_database",
    z.object({
      resourceId: text,
      oldVersion: text,
      version: text,
      oldEngine: text.optional(),
      engine: text.optional(),
    }),
  ),
  event("move_database", z.object({ resourceId: text, oldHost: text, host: text, node: text.optional() })),
  event("host_joined", onHost),
  event("host_left", onHost),
  event("host_gone", onHost),
  event("host_back", onHost),
  event("host_drained", onHost),
  event("drain_host", onHost),
  event("drain_done", onHost.extend({ databases: z.number() })),
  event("drain_failed", onHost.extend({ reason: text })),
  event("activate_host", onHost),
  event("upgrade_release", ofRelease.extend({ isInWindows: z.boolean() })),
  event("release_upgraded", ofRelease.extend({ databases: z.number() })),
  event("release_upgrade_failed", ofRelease.extend({ reason: text })),
  event("stop_release_upgrade", ofRelease),
  event("newer_build", ofBuilds.extend({ build: text })),
  event("fixes_missing", ofBuilds.extend({ reason: text, link: text })),
  event("undo_change", plan.extend({ version: text, engine: text.optional() })),
  event("change_failed", plan.extend({ version: text, engine: text.optional(), reason: text })),
  event("database/add_feature", feature),
  event("database/remove_feature", feature),
  event("feature_failed", feature.extend({ isOn: z.boolean(), reason: text })),
  event("settings_changed", settings),
  event("settings_failed", settings.extend({ reason: text })),
  event("schedule_database_maintenance", maintenance),
  event("plan_database_maintenance", maintenance),
  event("start_database_maintenance", maintenance),
  event("complete_database_maintenance", maintenance),
  event("cancel_database_maintenance", maintenance),
  event("maintenance_failed", maintenance.extend({ reason: text })),
  event("database_restored", z.object({ resourceId: text, backupId: text })),
  event(
    "database_imported",
    z.object({ resourceId: text, source: text, keys: z.number(), lostFieldTimes: z.number() }),
  ),
  event("database_backup_succeeded", backup.extend({ bytes: z.number(), keys: z.number() })),
  event("database_backup_failed", failure),
  event("backup_missed", z.object({ resourceId: text, hours: z.number() })),
  event("backup_small", failure),
  event("backup_drill_failed", failure),
  event("backup_downloaded", backup),
  event("data_gone", volume),
  event("data_back", volume),
  event("failover", z.object({ resourceId: text, oldNode: text, node: text })),
  event(
    "node_replaced",
    z.object({ resourceId: text, oldNode: text, node: text, oldHost: text, host: text }),
  ),
  event("node_replace_failed", z.object({ resourceId: text, oldNode: text, reason: text })),
  event("console_unlocked", z.object({ resourceId: text, minutes: z.number() })),
  event(
    "console_command",
    inDatabase.extend({ command: text, outcome: z.enum(CONSOLE_OUTCOMES), ms: z.number() }),
  ),
  event("key_changed", inDatabase.extend({ key: text, change: z.enum(CHANGE_KINDS) })),
  event("keys_deleted", inDatabase.extend({ pattern: text, keys: z.number() })),
  event("client_disconnected", z.object({ resourceId: text, address: text })),
  event("new_database_user", databaseUser.extend({ role: text })),
  event("edit_database_user", databaseUser.extend({ what: z.enum(["password", "rights", "on", "off"]) })),
  event("delete_database_user", databaseUser),
  event("describe_database", z.object({ resourceId: text, name: text.nullable() })),
  event("edit_protection", z.object({ of: text, isProtected: z.boolean() })),
  event("rotate_password", z.object({ resourceId: text })),
  event("end_former_password", z.object({ resourceId: text })),
  event("former_password_ended", z.object({ resourceId: text })),
  event("new_variable", name),
  event("edit_variable", name),
  event("edit_variables", variables),
  event("delete_variable", name),
  event("new_collaborator", collaborator.extend({ role: z.enum(APP_ROLES).optional() })),
  event("edit_collaborator", collaborator.extend({ role: z.enum(APP_ROLES), oldRole: z.enum(APP_ROLES) })),
  event("delete_collaborator", collaborator),
  event("new_notifier", name),
  event("edit_notifier", name),
  event("delete_notifier", name),
  event("alert_fired", alert),
  event("alert_recovered", alert),
  event("ssh_refused", z.object({ what: text, address: text })),
  event("link_restored", z.object({ service: text })),
  event("upkeep_failed", z.object({ work: text, name: text, reason: text })),
  event("unknown", z.object({ type: text })),
]);
export type EventDetail = z.infer<typeof EventDetail>;
/** Type of an event. Stored: a name is never given to another thing. */
export type EventType = EventDetail["type"];
/** What an event of that type tells. */
export type EventData<T extends EventType> = Extract<EventDetail, { type: T }>["data"];

/** What quotes from the data of a database: lines of the console, names of keys. Viewers are not told. */
export const QUOTING_EVENTS: readonly EventType[] = ["console_command", "key_changed", "keys_deleted"];

/** Reads what stands in the records, also in the form of earlier versions; what this one cannot read is `unknown`. */
export const readEvent = (row: { type: string; data: unknown }): EventDetail =>
  EventDetail.safeParse(row).data ?? { type: "unknown", data: { type: row.type } };
