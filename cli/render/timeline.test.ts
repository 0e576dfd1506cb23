import { expect, test } from "vitest";
import { colours, toScreen } from "../colour";
import { eventLine } from "./timeline";

const plain = colours(false);
const event = (type: string, type_data: Record<string, unknown>) => ({
  id: "e1",
  app_id: "a1",
  app_name: "my-app",
  created_at: "2026-01-05T10:11:12.000Z",
  type,
  user: { id: "u1", username: "ada", email: "ada@example.org" },
  operation_id: null,
  type_data,
});
/** What stands between time and name. */
const words = (type: string, data: Record<string, unknown> = {}): string =>
  eventLine(event(type, data), plain)
    .replace(/^\* .{24} - /, "")
    .replace(/ <ada.*$/, "");

test.each<[string, Record<string, unknown>, string]>([
  ["new_app", {}, "New App                   - The application has been created"],
  [
    "upgrade_addon",
    { resource_id: "r-1", addon_provider_name: "redis", old_plan_name: "1g", new_plan_name: "2g" },
    "Upgrade Addon             - 'r-1' (redis) plan has been changed from '1g' to '2g'",
  ],
  [
    "undo_change",
    { resourceId: "r-1", planId: "1g", version: "8.0.2" },
    "Undo Change               - 'r-1' began to go back to plan '1g' and v8.0.2",
  ],
  [
    "edit_variables",
    { new_vars: [{ name: "A" }], updated_vars: [{ name: "B" }, { name: "C" }], deleted_vars: [] },
    "Edit Variables            - environment changes: A added; B, C set",
  ],
  [
    "new_collaborator",
    { collaborator: { email: "carl@example.org" } },
    "New Collaborator          - carl@example.org has been given access",
  ],
  [
    "ssh_refused",
    { what: "a shell", address: "10.0.0.9" },
    "SSH Refused               - asked for a shell from 10.0.0.9",
  ],
  ["of_a_later_version", { anything: 1 }, "of_a_later_version       "],
])("%s", (type, data, line) => {
  expect(words(type, data)).toBe(line);
});

test("Berth itself has no address", () => {
  const own = { ...event("restart", {}), user: { id: "berth", username: "berth", email: "" } };
  expect(eventLine(own, plain)).toMatch(/ <berth>$/);
});

test("colour is where it is wanted and nowhere else", () => {
  expect(eventLine(event("restart", {}), plain)).not.toContain("\u001b");
  expect(toScreen(eventLine(event("restart", {}), colours(true)))).toContain("\u001b[33m");
});
