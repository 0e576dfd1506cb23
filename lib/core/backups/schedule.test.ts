import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../units";
import {
  chooseDue,
  dueSlot,
  isMissed,
  lastSlot,
  MISSED_MS,
  nextSlot,
  RETRY_MS,
  type Scheduled,
  SPREAD_MS,
  TRIES_MAX,
} from "./schedule";

const HOURS = fc.integer({ min: 0, max: 23 });
const times = fc.date({
  min: new Date("2024-01-01T00:00:00Z"),
  max: new Date("2027-12-31T00:00:00Z"),
  noInvalidDate: true,
});

const scheduled = (changes: Partial<Scheduled> & { databaseId: string }): Scheduled => ({
  hourUtc: 0,
  since: new Date("2020-01-01T00:00:00Z"),
  lastSlotAt: null,
  tries: 0,
  isLastGood: false,
  lastEndedAt: null,
  ...changes,
});

test("the last slot is within the day before, at the hour or up to 20 minutes after it; the next is a day later", () => {
  fc.assert(
    fc.property(fc.uuid(), HOURS, times, (databaseId, hourUtc, now) => {
      const slot = lastSlot({ databaseId, hourUtc }, now);
      expect(+slot).toBeLessThanOrEqual(+now);
      expect(+now - +slot).toBeLessThan(DAY_MS);
      const sinceHour = ((+slot % DAY_MS) - hourUtc * HOUR_MS + DAY_MS) % DAY_MS;
      expect(sinceHour).toBeLessThan(SPREAD_MS);
      expect(+nextSlot({ databaseId, hourUtc }, now)).toBe(+slot + DAY_MS);
    }),
  );
});

test("a thousand databases of one hour are spread over the minutes", () => {
  const perMinute = new Map<number, number>();
  for (let index = 0; index < 1_000; index++) {
    const databaseId = `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
    const slot = lastSlot({ databaseId, hourUtc: 3 }, new Date("2026-11-28T12:00:00Z"));
    const minute = Math.floor((+slot % HOUR_MS) / MINUTE_MS);
    perMinute.set(minute, (perMinute.get(minute) ?? 0) + 1);
  }
  expect(perMinute.size).toBe(20);
  expect(Math.max(...perMinute.values())).toBeLessThan(100);
});

describe("over two years, looked at every minute or so with pauses of any length", () => {
  test("one backup a day is begun at most, the newest missed one is caught up, and none is missing of a day in which somebody looked", () => {
    const pauses = fc.array(fc.integer({ min: 1, max: 4 * 24 * 60 }), { minLength: 50, maxLength: 400 });
    fc.assert(
      fc.property(fc.uuid(), HOURS, times, pauses, (databaseId, hourUtc, start, minutes) => {
        let now = +start;
        const since = start;
        let last: Scheduled = scheduled({ databaseId, hourUtc, since });
        for (const pause of minutes) {
          now += pause * MINUTE_MS;
          const slot = dueSlot(last, new Date(now));
          const newest = lastSlot({ databaseId, hourUtc }, new Date(now));
          if (slot) {
            expect(+slot).toBe(+newest);
            expect(+slot).toBeGreaterThan(+(last.lastSlotAt ?? 0));
            last = { ...last, lastSlotAt: slot, tries: 1, isLastGood: true, lastEndedAt: new Date(now) };
          }
          if (newest >= since) expect(last.lastSlotAt).toEqual(newest);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe("a slot", () => {
  const databaseId = "7c1b8a52-52cc-4a51-8f31-7c4c1b8a5252";
  const now = new Date("2026-11-28T12:00:00Z");
  const slot = lastSlot({ databaseId, hourUtc: 3 }, now);
  const due = (changes: Partial<Scheduled>) =>
    dueSlot(scheduled({ databaseId, hourUtc: 3, ...changes }), now);
  const ago = (ms: number) => new Date(+now - ms);

  test.each<[string, Partial<Scheduled>, boolean]>([
    ["before the database was made is none", { since: ago(HOUR_MS) }, false],
    [
      "that has a good backup is done",
      { lastSlotAt: slot, tries: 1, isLastGood: true, lastEndedAt: now },
      false,
    ],
    ["whose backup runs is not begun twice", { lastSlotAt: slot, tries: 1, lastEndedAt: null }, false],
    [
      "whose backup failed is tried again after an hour",
      { lastSlotAt: slot, tries: 1, lastEndedAt: ago(RETRY_MS) },
      true,
    ],
    [
      "whose backup has just failed waits",
      { lastSlotAt: slot, tries: 1, lastEndedAt: ago(RETRY_MS - 1) },
      false,
    ],
    [
      "that failed three times is given up",
      { lastSlotAt: slot, tries: TRIES_MAX, lastEndedAt: ago(2 * HOUR_MS) },
      false,
    ],
    [
      "after an earlier hour was set waits for tomorrow",
      { lastSlotAt: new Date(+slot + HOUR_MS), tries: 1, isLastGood: true, lastEndedAt: now },
      false,
    ],
    [
      "of a clock that was a year ahead stops nothing",
      { lastSlotAt: new Date(+slot + 365 * DAY_MS), tries: 1, isLastGood: true, lastEndedAt: now },
      true,
    ],
  ])("%s", (_name, changes, isDue) => {
    expect(due(changes)).toEqual(isDue ? slot : null);
  });
});

test("the longest due begin first, as many as there is room for", () => {
  const due = ["c", "a", "b"].map((databaseId, index) => ({ databaseId, slot: new Date(1_000 - index) }));
  expect(chooseDue(due, 2).map(({ databaseId }) => databaseId)).toEqual(["b", "a"]);
  expect(chooseDue(due, 0)).toEqual([]);
  expect(chooseDue(due, -1)).toEqual([]);
});

test("no good backup for more than 26 hours is told; the hours before the schedule was on do not count", () => {
  const now = new Date("2026-11-28T12:00:00Z");
  const ago = (ms: number) => new Date(+now - ms);
  const since = ago(9 * DAY_MS);
  expect(isMissed({ since, lastGoodAt: ago(MISSED_MS) }, now)).toBe(false);
  expect(isMissed({ since, lastGoodAt: ago(MISSED_MS + 1) }, now)).toBe(true);
  expect(isMissed({ since, lastGoodAt: null }, now)).toBe(true);
  expect(isMissed({ since: ago(HOUR_MS), lastGoodAt: ago(5 * DAY_MS) }, now)).toBe(false);
});
