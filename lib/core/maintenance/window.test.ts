import { expect, test } from "vitest";
import { nextWindow } from "./week";
import { decideMaintenance, MaintenanceWindow, windowForNotice } from "./window";

// A Wednesday.
const NOW = new Date("2026-01-07T10:30:00Z");

test.each([
  [3, 10, "2026-01-14T10:00:00.000Z"],
  [3, 11, "2026-01-07T11:00:00.000Z"],
  [4, 0, "2026-01-08T00:00:00.000Z"],
  [2, 23, "2026-01-13T23:00:00.000Z"],
  [0, 0, "2026-01-11T00:00:00.000Z"],
])("the next window of weekday %i at %i opens at %s", (weekdayUtc, hourUtc, opens) => {
  expect(nextWindow({ weekdayUtc, hourUtc }, NOW).toISOString()).toBe(opens);
});

test("a window that opens now is the next one", () => {
  const at = new Date("2026-01-07T10:00:00Z");
  expect(nextWindow({ weekdayUtc: 3, hourUtc: 10 }, at)).toEqual(at);
});

test.each([
  [4, 10, "2026-01-15T10:00:00.000Z"],
  [4, 11, "2026-01-08T11:00:00.000Z"],
])("what is put off waits for a window a day ahead: weekday %i at %i is %s", (weekdayUtc, hourUtc, opens) => {
  expect(windowForNotice({ weekdayUtc, hourUtc }, NOW).toISOString()).toBe(opens);
});

const hoursFromNow = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000);

test.each([
  ["scheduled", 24.1, null],
  ["scheduled", 24, "notify"],
  ["scheduled", -1, "notify"],
  ["notified", 0.1, null],
  ["notified", 0, "begin"],
  ["queued", -7.9, "begin"],
  ["notified", -8, "miss"],
  ["queued", -8, "miss"],
  ["running", -1, null],
  ["cancelled", -1, null],
  ["done", -100, null],
  ["failed", -100, null],
] as const)("one that is %s, its window %d h ahead: %s", (status, hours, todo) => {
  const windowAt = hoursFromNow(hours);
  expect(decideMaintenance({ status, windowAt, isWaitingForTurn: false }, NOW)).toBe(todo);
});

test.each([
  [-7.9, "begin"],
  [-8, "put-off"],
] as const)("one that waits for its turn, its window %d h ahead: %s", (hours, todo) => {
  const windowAt = hoursFromNow(hours);
  expect(decideMaintenance({ status: "queued", windowAt, isWaitingForTurn: true }, NOW)).toBe(todo);
});

test("there are seven weekdays and 24 hours", () => {
  expect(MaintenanceWindow.safeParse({ weekdayUtc: 0, hourUtc: 23 }).success).toBe(true);
  for (const bad of [
    { weekdayUtc: 7 },
    { weekdayUtc: -1 },
    { hourUtc: 24 },
    { hourUtc: 1.5 },
    { hourUtc: "3" },
  ])
    expect(MaintenanceWindow.safeParse({ weekdayUtc: 0, hourUtc: 0, ...bad }).success).toBe(false);
});
