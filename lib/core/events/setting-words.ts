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

type Target = { version: string; isNewerBuild?: true | undefined };

const targetWords = ({ version, isNewerBuild }: Target): string =>
  isNewerBuild ? `the newest build of ${version}` : `Redis ${version}`;

const targetText = ({ version, isNewerBuild }: Target): string =>
  isNewerBuild ? `the newest build of v${version}` : `v${version}`;

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
    did: ({ resourceId, windowAt, ...to }) =>
      `put the upgrade of ${resourceId} to ${targetWords(to)} off to the window that opens on ${utcMoment(windowAt)}.`,
    text: ({ resourceId, windowAt, ...to }) =>
      `the upgrade of '${resourceId}' to ${targetText(to)} was put off to ${utcMoment(windowAt)}`,
    about: targetWords,
  },
  plan_database_maintenance: {
    title: "Maintenance Planned",
    did: ({ resourceId, windowAt, ...to }) =>
      `will upgrade ${resourceId} to ${targetWords(to)} in the window that opens on ${utcMoment(windowAt)}.`,
    text: ({ resourceId, maintenanceId, windowAt }) =>
      `A maintenance (ID: ${maintenanceId}) has been scheduled on the ${resourceId} database: ${utcMoment(windowAt)}`,
    about: targetWords,
  },
  start_database_maintenance: {
    title: "Maintenance Started",
    did: ({ resourceId, ...to }) => `began the planned upgrade of ${resourceId} to ${targetWords(to)}.`,
    text: ({ resourceId, maintenanceId }) =>
      `The maintenance (ID: ${maintenanceId}) on the ${resourceId} database has started`,
    about: targetWords,
  },
  complete_database_maintenance: {
    title: "Maintenance Done",
    did: ({ resourceId, ...to }) => `ended the planned upgrade of ${resourceId} to ${targetWords(to)}.`,
    text: ({ resourceId, maintenanceId }) =>
      `The maintenance (ID: ${maintenanceId}) on the ${resourceId} database is done`,
    about: targetWords,
  },
  cancel_database_maintenance: {
    title: "Maintenance Cancelled",
    did: ({ resourceId, ...to }) => `cancelled the planned upgrade of ${resourceId} to ${targetWords(to)}.`,
    text: ({ resourceId, ...to }) =>
      `the planned upgrade of '${resourceId}' to ${targetText(to)} was cancelled`,
    about: targetWords,
  },
  maintenance_failed: {
    title: "Maintenance Failed",
    did: ({ resourceId, reason, ...to }) =>
      `could not make the planned upgrade of ${resourceId} to ${targetWords(to)}: ${reason}`,
    text: ({ resourceId, reason, ...to }) =>
      `the planned upgrade of '${resourceId}' to ${targetText(to)} failed: ${reason}`,
    about: targetWords,
  },
};
