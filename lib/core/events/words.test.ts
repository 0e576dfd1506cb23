import { expect, test } from "vitest";
import { EVENT_EXAMPLES } from "../../../tests/events";
import type { EventDetail } from "./events";
import { eventLabel, eventSentence, eventText, eventTitle } from "./words";

const allOf = (event: EventDetail) =>
  [eventTitle, eventSentence, eventText, eventLabel].map((words) => words(event));

test.each(EVENT_EXAMPLES)("$type is told in words on page, command line, API and charts", (event) => {
  for (const words of allOf(event)) {
    expect(words).toMatch(/\w/);
    expect(words).not.toMatch(/undefined|\[object|NaN/);
    if (event.type !== "unknown") expect(words).not.toContain(event.type === "restart" ? "_" : event.type);
  }
});

test.each<[EventDetail, string, string]>([
  [{ type: "new_app", data: { name: "my-app" } }, "New App", "The application has been created"],
  [
    { type: "upgrade_addon", data: { resourceId: "r-1", oldPlanId: "1g", planId: "2g" } },
    "Upgrade Addon",
    "'r-1' (redis) plan has been changed from '1g' to '2g'",
  ],
  [
    { type: "edit_variables", data: { names: ["B", "C"], count: 2 } },
    "Edit Variables",
    "environment changes: B, C set",
  ],
  [{ type: "restart", data: {} }, "Restart", "containers began to restart"],
])("title and text are those of the reference platform: %o", (event, title, text) => {
  expect([eventTitle(event), eventText(event)]).toEqual([title, text]);
});

test.each<[EventDetail, string]>([
  [{ type: "new_addon", data: { resourceId: "r-1", planId: "1g" } }, "New addon: plan 1g"],
  [{ type: "alert_fired", data: { resourceId: "r-1", kind: "down", value: 1 } }, "Alert fired: no answer"],
  [{ type: "ssh_refused", data: { what: "a shell", address: "10.0.0.9" } }, "SSH refused: a shell"],
  [{ type: "restart", data: {} }, "Restart"],
])("a mark on a chart has a few words: %o", (event, label) => {
  expect(eventLabel(event)).toBe(label);
});

test("of many variables ten are named, and how many there are besides", () => {
  const names = Array.from({ length: 12 }, (_, number) => `N${number}`);
  const of = (data: { names: string[]; count: number }) => eventSentence({ type: "edit_variables", data });
  expect(of({ names: ["A", "B"], count: 2 })).toBe("set the variables A, B.");
  expect(of({ names, count: 12 })).toBe(`set the variables ${names.slice(0, 10).join(", ")} and 2 more.`);
  expect(of({ names: ["A", "B"], count: 5 })).toBe("set the variables A, B and 3 more.");
});
