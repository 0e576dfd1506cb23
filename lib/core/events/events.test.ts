import { expect, test } from "vitest";
import { EVENT_EXAMPLES } from "../../../tests/events";
import { readEvent } from "./events";

test.each(EVENT_EXAMPLES)("what is written as $type is read as it was written", (event) => {
  expect(readEvent(JSON.parse(JSON.stringify(event)))).toEqual(event);
});

test.each([
  ["edit_variables", { name: "A", count: "1" }, { names: ["A"], count: 1 }],
  ["edit_variables", { name: "A, B", count: "2" }, { names: ["A", "B"], count: 2 }],
  ["edit_variables", { name: "A, B and 3 more", count: "5" }, { names: ["A", "B"], count: 5 }],
  [
    "alert_fired",
    { resourceId: "r-1", kind: "down", value: "1" },
    { resourceId: "r-1", kind: "down", value: 1 },
  ],
])("%s in the form of an earlier version is read: %o", (type, old, data) => {
  expect(readEvent({ type, data: old })).toEqual({ type, data });
});

test.each([
  ["a type of a later version", "database_moved", { to: "host-2" }],
  ["data of a later version", "alert_fired", { resourceId: "r-1", kind: "disk", value: 9 }],
])("%s is unknown, and no failure", (_what, type, data) => {
  expect(readEvent({ type, data })).toEqual({ type: "unknown", data: { type } });
});
