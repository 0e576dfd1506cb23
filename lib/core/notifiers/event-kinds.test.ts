import { expect, test } from "vitest";
import { eventKind, isChosen } from "./event-kinds";

test.each([
  ["new_addon", "addon_provisioned"],
  ["upgrade_addon", "addon_plan_changed"],
  ["delete_addon", "addon_deleted"],
  ["upgrade_database", "addon_db_upgraded"],
  ["database_backup_failed", "database_backup_failed"],
  ["plan_database_maintenance", "database_maintenance_planned"],
  ["edit_variables", "variable_bulk_edited"],
  ["restart", "app_restarted"],
  ["alert_fired", "alert_fired"],
] as const)("%s of the timeline is %s to notifiers", (type, kind) => {
  expect(eventKind(type)).toBe(kind);
});

test.each(["console_command", "key_changed", "keys_deleted", "database/add_feature", "unknown"] as const)(
  "%s is told to no notifier, whatever it chose",
  (type) => {
    expect(eventKind(type)).toBeNull();
    expect(isChosen({ isAll: true }, type)).toBe(false);
  },
);

test("a choice tells of what was chosen by the notifiers' name, and of nothing else", () => {
  const choice = { isAll: false, kinds: ["addon_provisioned"] } as const;
  expect(isChosen(choice, "new_addon")).toBe(true);
  expect(isChosen(choice, "alert_fired")).toBe(false);
  expect(isChosen({ isAll: false, kinds: [] }, "new_addon")).toBe(false);
  expect(isChosen({ isAll: true }, "alert_fired")).toBe(true);
});
