import { type DatabaseSettings, SETTING_LABELS } from "../settings/settings";
import type { EventData, EventType } from "./events";

/** How an event is told. */
export type Words<D> = {
  title: string;
  /** Follows the name of who did it: "ada@example.org **added the variable A.**" */
  did: (data: D) => string;
  /** Says it without a name, in the words of the reference platform where it has the type. */
  text: (data: D) => string;
  /** What it is about, for a mark on a chart, where the title stands before it. */
  about?: (data: D) => string;
};

/** "2026-01-08 21:00 UTC" */
const utcMoment = (iso: string): string => `${iso.slice(0, 16).replace("T", " ")} UTC`;

const settingNames = (names: readonly string[]): string =>
  names
    .map((name) => (name in SETTING_LABELS ? SETTING_LABELS[name as keyof DatabaseSettings] : name))
    .join(", ");

type Told = Extract<
  EventType,
  `${string}_${"feature" | "database_maintenance"}` | `${"feature" | "settings" | "maintenance"}_${string}`
>;

/** Of what people switch, set and put off. */
export const SETTING_WORDS: { readonly [T in Told]: Words<EventData<T>> } = {
  "database/add_feature": {
    title: "Feature Enabled",
    did: ({ feature, resourceId }) => `switched ${feature} on for ${resourceId}.`,
    text: ({ feature, addonId }) => `Feature ${feature} enabled for addon '${addonId}' (redis)`,
    about: ({ feature }) => feature,
  },
  "database/remove_feature": {
    title: "Feature Disabled",
    did: ({ feature, resourceId }) => `switched ${feature} off for ${resourceId}.`,
    text: ({ feature, addonId }) => `Feature ${feature} disabled for addon '${addonId}' (redis)`,
    about: ({ feature }) => feature,
  },
  feature_failed: {
    title: "Feature Failed",
    did: ({ feature, resourceId, isOn, reason }) =>
      `could not switch ${feature} ${isOn ? "on" : "off"} for ${resourceId}: ${reason}`,
    text: ({ feature, addonId, isOn, reason }) =>
      `Feature ${feature} could not be ${isOn ? "enabled" : "disabled"} for addon '${addonId}': ${reason}`,
    about: ({ feature }) => feature,
  },
  settings_changed: {
    title: "Settings Changed",
    did: ({ resourceId, names }) => `changed settings of ${resourceId}: ${settingNames(names)}.`,
    text: ({ resourceId, names }) => `settings of '${resourceId}' changed: ${settingNames(names)}`,
    about: ({ names }) => settingNames(names),
  },
  settings_failed: {
    title: "Settings Failed",
    did: ({ resourceId, names, reason }) =>
      `could not change settings of ${resourceId} (${settingNames(names)}): ${reason}`,
    text: ({ resourceId, names, reason }) =>
      `settings of '${resourceId}' could not be changed (${settingNames(names)}): ${reason}`,
    about: ({ names }) => settingNames(names),
  },
  schedule_database_maintenance: {
    title: "Maintenance Scheduled",
    did: ({ resourceId, version, windowAt }) =>
      `put the upgrade of ${resourceId} to Redis ${version} off to the window that opens on ${utcMoment(windowAt)}.`,
    text: ({ resourceId, version, windowAt }) =>
      `the upgrade of '${resourceId}' to v${version} was put off to ${utcMoment(windowAt)}`,
    about: ({ version }) => `Redis ${version}`,
  },
  plan_database_maintenance: {
    title: "Maintenance Planned",
    did: ({ resourceId, version, windowAt }) =>
      `will upgrade ${resourceId} to Redis ${version} in the window that opens on ${utcMoment(windowAt)}.`,
    text: ({ resourceId, maintenanceId, windowAt }) =>
      `A maintenance (ID: ${maintenanceId}) has been scheduled on the ${resourceId} database: ${utcMoment(windowAt)}`,
    about: ({ version }) => `Redis ${version}`,
  },
  start_database_maintenance: {
    title: "Maintenance Started",
    did: ({ resourceId, version }) => `began the planned upgrade of ${resourceId} to Redis ${version}.`,
    text: ({ resourceId, maintenanceId }) =>
      `The maintenance (ID: ${maintenanceId}) on the ${resourceId} database has started`,
    about: ({ version }) => `Redis ${version}`,
  },
  complete_database_maintenance: {
    title: "Maintenance Done",
    did: ({ resourceId, version }) => `ended the planned upgrade of ${resourceId} to Redis ${version}.`,
    text: ({ resourceId, maintenanceId }) =>
      `The maintenance (ID: ${maintenanceId}) on the ${resourceId} database is done`,
    about: ({ version }) => `Redis ${version}`,
  },
  cancel_database_maintenance: {
    title: "Maintenance Cancelled",
    did: ({ resourceId, version }) => `cancelled the planned upgrade of ${resourceId} to Redis ${version}.`,
    text: ({ resourceId, version }) => `the planned upgrade of '${resourceId}' to v${version} was cancelled`,
    about: ({ version }) => `Redis ${version}`,
  },
  maintenance_failed: {
    title: "Maintenance Failed",
    did: ({ resourceId, version, reason }) =>
      `could not make the planned upgrade of ${resourceId} to Redis ${version}: ${reason}`,
    text: ({ resourceId, version, reason }) =>
      `the planned upgrade of '${resourceId}' to v${version} failed: ${reason}`,
    about: ({ version }) => `Redis ${version}`,
  },
};
