import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../units";
import { areRecordsDue, expiredRecords } from "./retention";

const NOW = new Date("2026-06-30T12:00:00Z");
const ago = (ms: number) => new Date(NOW.getTime() - ms);
const backup = (id: string, ageMs: number) => ({ id, takenAt: ago(ageMs) });
const expired = (backups: ReturnType<typeof backup>[], provenIds: string[]) =>
  expiredRecords(backups, { provenIds: new Set(provenIds), now: NOW }).sort();

describe("what is kept", () => {
  test("all of two days, then the last of each day, up to 30 days", () => {
    const backups = [
      backup("now", 0),
      backup("hour", HOUR_MS),
      backup("two-days", 2 * DAY_MS),
      backup("day-3-late", 3 * DAY_MS),
      backup("day-3-early", 3 * DAY_MS + HOUR_MS),
      backup("day-29", 29 * DAY_MS),
      backup("day-31", 31 * DAY_MS),
    ];
    expect(
      expired(
        backups,
        backups.map(({ id }) => id),
      ),
    ).toEqual(["day-3-early", "day-31"]);
  });

  test("one that was not proven takes no day's place", () => {
    const backups = [backup("now", 0), backup("late", 3 * DAY_MS), backup("early", 3 * DAY_MS + HOUR_MS)];
    expect(expired(backups, ["now", "early"])).toEqual([]);
  });

  test("nothing goes without a newer proven one, whatever the clock says", () => {
    const ages = fc.array(fc.tuple(fc.integer({ min: -40, max: 400 }), fc.boolean()), { maxLength: 40 });
    fc.assert(
      fc.property(ages, (made) => {
        const backups = made.map(([days], index) => backup(String(index), days * DAY_MS + index));
        const proven = backups.filter((_, index) => made[index]?.[1]);
        const gone = expired(
          backups,
          proven.map(({ id }) => id),
        );
        const newest = Math.max(...proven.map(({ takenAt }) => takenAt.getTime()));
        for (const { id, takenAt } of backups)
          if (gone.includes(id)) expect(takenAt.getTime()).toBeLessThan(newest);
      }),
    );
  });
});

describe("when the next is due", () => {
  const BASE = {
    since: ago(9 * DAY_MS),
    lastBegunAt: null,
    lastProvenAt: null,
    lastDatabaseBackupAt: null,
  };
  const at = (ms: number) => ({ lastBegunAt: ago(ms), lastProvenAt: ago(ms) });
  test.each([
    ["a new Berth", { ...BASE, since: ago(MINUTE_MS) }, false],
    ["an hour later", { ...BASE, since: ago(HOUR_MS) }, true],
    ["after a day", { ...BASE, ...at(DAY_MS) }, true],
    ["before that", { ...BASE, ...at(DAY_MS - 1) }, false],
    ["after a database's backup", { ...BASE, ...at(2 * HOUR_MS), lastDatabaseBackupAt: ago(HOUR_MS) }, true],
    [
      "after one that it knows",
      { ...BASE, ...at(2 * HOUR_MS), lastDatabaseBackupAt: ago(3 * HOUR_MS) },
      false,
    ],
    ["within the hour", { ...BASE, ...at(HOUR_MS - 1), lastDatabaseBackupAt: NOW }, false],
    ["soon after a failure", { ...BASE, lastBegunAt: ago(MINUTE_MS), lastProvenAt: ago(9 * DAY_MS) }, false],
    ["an hour after a failure", { ...BASE, lastBegunAt: ago(HOUR_MS), lastProvenAt: ago(9 * DAY_MS) }, true],
  ])("%s", (_name, due, expected) => {
    expect(areRecordsDue(due, NOW)).toBe(expected);
  });
});
