import { expect, test } from "vitest";
import { EVENT_EXAMPLES } from "../../../tests/events";
import { type EventDetail, readEvent } from "../../core/events/events";
import { toApiEvent } from "./events";

const shown = (detail: EventDetail) =>
  toApiEvent({
    id: "1",
    appId: "2",
    appName: "my-app",
    actorId: null,
    actorEmail: null,
    createdAt: new Date(0).toISOString(),
    operationId: null,
    ...detail,
  });
const dataOf = (type: string) => shown(readEvent({ type, data: dataByType.get(type) })).type_data;
const dataByType = new Map<string, unknown>(EVENT_EXAMPLES.map(({ type, data }) => [type, data]));

test.each([
  ["new_addon", { addon_provider_name: "redis", resource_id: "r-1", plan_name: "2g" }],
  [
    "upgrade_addon",
    {
      addon_provider_name: "redis",
      resource_id: "r-1",
      plan_name: "2g",
      old_plan_name: "1g",
      new_plan_name: "2g",
    },
  ],
  [
    "upgrade_database",
    { addon_name: "r-1", resource_id: "r-1", old_version: "7.0.15", new_version: "8.0.2" },
  ],
  ["delete_addon", { addon_provider_name: "redis", resource_id: "r-1", plan_name: "2g" }],
  ["restart", { scope: [], addon_name: "" }],
  ["new_variable", { name: "A", value: "", addon_name: "" }],
  ["edit_variable", { name: "A", value: "", old_value: "", addon_name: "" }],
  ["delete_variable", { name: "A", value: "" }],
  [
    "edit_variables",
    {
      new_vars: [],
      updated_vars: [
        { name: "A", value: "", old_value: "" },
        { name: "B", value: "", old_value: "" },
      ],
      deleted_vars: [],
      addon_name: "",
    },
  ],
  ["new_collaborator", { collaborator: { email: "carl@example.org", username: "carl" } }],
  [
    "database_backup_succeeded",
    {
      addon_name: "r-1",
      resource_id: "r-1",
      backup_id: "8e1b",
      backup_method: "periodic",
      backup_status: "done",
    },
  ],
  [
    "database_backup_failed",
    {
      addon_name: "r-1",
      resource_id: "r-1",
      backup_id: "8e1b",
      backup_method: "periodic",
      backup_status: "error",
      reason: "No room.",
    },
  ],
  ["undo_change", { resourceId: "r-1", planId: "2g", version: "8.0.2" }],
])("the data of %s is as the vendor's clients read it", (type, data) => {
  expect(dataOf(type)).toEqual(data);
});

test("of variables that an earlier version did not name none is made up", () => {
  const old = readEvent({ type: "edit_variables", data: { name: "A, B and 3 more", count: "5" } });
  expect(shown(old)).toMatchObject({
    type: "edit_variables",
    text: "environment changes: A, B and 3 more set",
    type_data: { updated_vars: [{ name: "A" }, { name: "B" }] },
  });
});

test("a type of a later version keeps its name", () => {
  expect(shown(readEvent({ type: "database_moved", data: {} }))).toMatchObject({
    type: "database_moved",
    type_data: {},
  });
});
