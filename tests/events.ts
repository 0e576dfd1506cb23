import type { EventData, EventDetail, EventType } from "../lib/core/events/events";

const plan = { resourceId: "r-1", planId: "2g" };
const backup = { resourceId: "r-1", backupId: "8e1b", method: "periodic" } as const;
const alert = { resourceId: "r-1", kind: "memory", value: 93.4 } as const;

const feature = { resourceId: "r-1", addonId: "ad-1", feature: "redis-aof" };
const maintenance = {
  resourceId: "r-1",
  maintenanceId: "m-1",
  version: "8.0.2",
  windowAt: "2026-01-08T21:00:00.000Z",
};

const DATA: { [T in EventType]: EventData<T> } = {
  new_app: { name: "my-app" },
  delete_app: { name: "my-app" },
  restart: {},
  deploy_app: { image: "team/web:1.5" },
  new_addon: plan,
  delete_addon: plan,
  addon_failed: { ...plan, reason: "No room." },
  upgrade_addon: { ...plan, oldPlanId: "1g" },
  upgrade_database: { resourceId: "r-1", oldVersion: "7.0.15", version: "8.0.2" },
  undo_change: { ...plan, version: "8.0.2" },
  change_failed: { ...plan, version: "8.0.2", reason: "No room." },
  database_restored: { resourceId: "r-1", backupId: "8e1b" },
  database_backup_succeeded: { ...backup, bytes: 2_048, keys: 12 },
  database_backup_failed: { ...backup, reason: "No room." },
  backup_missed: { resourceId: "r-1", hours: 27 },
  backup_small: { ...backup, reason: "It has 2 keys in place of 900." },
  backup_drill_failed: { ...backup, reason: "It was changed." },
  backup_downloaded: backup,
  "database/add_feature": feature,
  "database/remove_feature": feature,
  feature_failed: { ...feature, isOn: true, reason: "There is no room." },
  settings_changed: { resourceId: "r-1", names: ["idleTimeoutSeconds", "clientsMax"] },
  settings_failed: { resourceId: "r-1", names: ["keyspaceEvents"], reason: "It did not answer." },
  schedule_database_maintenance: maintenance,
  plan_database_maintenance: maintenance,
  start_database_maintenance: maintenance,
  complete_database_maintenance: maintenance,
  cancel_database_maintenance: maintenance,
  maintenance_failed: { ...maintenance, reason: "No host has room." },
  data_gone: { resourceId: "r-1", volume: "b-r-1-node-1" },
  data_back: { resourceId: "r-1", volume: "b-r-1-node-1" },
  console_unlocked: { resourceId: "r-1", minutes: 15 },
  console_command: { resourceId: "r-1", database: 0, command: "GET k", outcome: "done", ms: 1 },
  key_changed: { resourceId: "r-1", database: 0, key: "k", change: "set" },
  keys_deleted: { resourceId: "r-1", database: 0, pattern: "k*", keys: 3 },
  client_disconnected: { resourceId: "r-1", address: "10.0.0.9:4711" },
  new_database_user: { resourceId: "r-1", name: "reader", role: "read-only" },
  edit_database_user: { resourceId: "r-1", name: "reader", what: "off" },
  delete_database_user: { resourceId: "r-1", name: "reader" },
  describe_database: { resourceId: "r-1", name: "Sessions" },
  edit_protection: { of: "r-1", isProtected: true },
  rotate_password: { resourceId: "r-1" },
  end_former_password: { resourceId: "r-1" },
  former_password_ended: { resourceId: "r-1" },
  new_variable: { name: "A" },
  edit_variable: { name: "A" },
  edit_variables: { names: ["A", "B"], count: 2 },
  delete_variable: { name: "A" },
  new_collaborator: { email: "carl@example.org" },
  edit_collaborator: { email: "carl@example.org", role: "view", oldRole: "operate" },
  delete_collaborator: { email: "carl@example.org" },
  new_notifier: { name: "On call" },
  edit_notifier: { name: "On call" },
  delete_notifier: { name: "On call" },
  alert_fired: alert,
  alert_recovered: alert,
  ssh_refused: { what: "a shell", address: "10.0.0.9" },
  link_restored: { service: "theirs" },
  upkeep_failed: { work: "measure", name: "my-app-3030", reason: "no room" },
  unknown: { type: "of_a_later_version" },
};

/** One event of every type. The table above has each type's own data, which the compiler forgets in `Object.entries`. */
export const EVENT_EXAMPLES = Object.entries(DATA).map(([type, data]) => ({ type, data }) as EventDetail);
