import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DAY_MS, HOUR_MS } from "../units";
import { BACKUP_METHODS, type BackupMethod, isOwn } from "./backup";
import { type Countable, decideRetention, keepingWords, MANUAL_MAX } from "./retention";

const at = (text: string) => new Date(`${text}T01:05:00Z`);
const daysAfter = (date: Date, days: number) => new Date(date.getTime() + days * DAY_MS);

let lastNumber = 0;
const backup = (createdAt: Date, method: BackupMethod = "periodic"): Countable => {
  lastNumber += 1;
  return { id: `backup-${lastNumber}`, number: lastNumber, method, createdAt };
};

/** Takes one each day at that hour but on those days, and applies the rules after each. */
function live(start: Date, days: number, isMissed: (day: number) => boolean = () => false) {
  let present: Countable[] = [];
  const kept: { now: Date; present: Countable[] }[] = [];
  for (let day = 0; day < days; day++) {
    const now = daysAfter(start, day);
    if (!isMissed(day)) present.push(backup(now));
    const { deletedIds } = decideRetention(present, { now, removedAt: null });
    present = present.filter(({ id }) => !deletedIds.includes(id));
    kept.push({ now, present: [...present] });
  }
  return kept;
}

const ageInDays = ({ createdAt }: Countable, now: Date) => (now.getTime() - createdAt.getTime()) / DAY_MS;
const sundayOf = ({ createdAt }: Countable): string => {
  const sunday = new Date(createdAt);
  sunday.setUTCDate(sunday.getUTCDate() + ((7 - sunday.getUTCDay()) % 7));
  return sunday.toISOString().slice(0, 10);
};

/** Any day of several leap and other years. */
const startDay = fc.date({ min: at("2023-01-01"), max: at("2029-12-31"), noInvalidDate: true });
const TWO_YEARS = 731;

describe("a database that is backed up each day for two years, from any day on", () => {
  test("has each of the last 30 days, one of each week in months 2 and 3, one of each month in months 4 to 6, and nothing older", () => {
    fc.assert(
      fc.property(startDay, (start) => {
        const { now, present } = live(start, TWO_YEARS).at(-1) ?? { now: start, present: [] };
        const ages = present.map((one) => Math.round(ageInDays(one, now)));
        for (let age = 0; age < 30; age++) expect(ages).toContain(age);
        const older = present.filter((one) => ageInDays(one, now) >= 30);
        const weekly = older.filter((one) => ageInDays(one, now) < 90);
        const weeks = weekly.map(sundayOf);
        expect(new Set(weeks).size).toBe(weeks.length);
        for (const one of weekly) expect(one.createdAt.getUTCDay(), "Sunday's").toBe(0);
        expect(weekly.length).toBeGreaterThanOrEqual(8);
        const monthly = older.filter((one) => ageInDays(one, now) >= 90);
        const months = monthly.map((one) => sundayOf(one).slice(0, 7));
        expect(new Set(months).size).toBe(months.length);
        for (const one of monthly) expect(one.createdAt.getUTCDate(), "the first Sunday's").toBeLessThan(8);
        expect(monthly.length).toBeGreaterThanOrEqual(2);
        for (const one of present) expect(ageInDays(one, now)).toBeLessThan(180);
      }),
      { numRuns: 15 },
    );
  });

  test("has one of each day, and of each week, for which there was one, whichever days were missed", () => {
    const misses = fc.array(fc.boolean(), { minLength: TWO_YEARS, maxLength: TWO_YEARS });
    fc.assert(
      fc.property(startDay, misses, (start, missed) => {
        const days = live(start, TWO_YEARS, (day) => missed[day] ?? false);
        const taken = days.flatMap(({ present }, day) => (missed[day] ? [] : [present.at(-1)]));
        const lookedAt = days.filter((_, day) => day % 31 === 0);
        for (const { now, present } of lookedAt) expect(lostOf({ now, present, taken })).toEqual([]);
      }),
      { numRuns: 8 },
    );
  });
});

/** Backups for which nothing is there that the rules promise: themselves within 30 days, one of their week within 90. */
function lostOf({
  now,
  present,
  taken,
}: {
  now: Date;
  present: readonly Countable[];
  taken: readonly (Countable | undefined)[];
}): Countable[] {
  const ids = new Set(present.map(({ id }) => id));
  const weeks = new Set(present.map(sundayOf));
  return taken.flatMap((one) => {
    if (!one || one.createdAt > now) return [];
    const age = ageInDays(one, now);
    // Of a week the last counts, which is up to six days younger.
    const isLost = (age < 30 && !ids.has(one.id)) || (age < 84 && !weeks.has(sundayOf(one)));
    return isLost ? [one] : [];
  });
}

/** Backups of any method, at times that a clock which is set back and forth may have told; taken in the order of their numbers. */
const anyBackups = fc.array(
  fc.record({
    createdAt: fc.date({ min: at("2025-01-01"), max: at("2027-12-31"), noInvalidDate: true }),
    method: fc.constantFrom<BackupMethod>(...BACKUP_METHODS),
  }),
  { maxLength: 80 },
);
const made = (columns: readonly { createdAt: Date; method: BackupMethod }[]) =>
  columns.map(({ createdAt, method }) => backup(createdAt, method));
const anyTime = fc.date({ min: at("2020-01-01"), max: at("2035-12-31"), noInvalidDate: true });

describe("whatever the clock says", () => {
  test("the newest of the database itself is never deleted, and every other one that is has a newer one that is kept", () => {
    fc.assert(
      fc.property(anyBackups, anyTime, (columns, now) => {
        const backups = made(columns);
        const { kept, deletedIds } = decideRetention(backups, { now, removedAt: null });
        const keptIds = kept.map(({ id }) => id);
        expect([...keptIds, ...deletedIds].sort()).toEqual(backups.map(({ id }) => id).sort());
        const newest = backups.findLast(isOwn);
        if (newest) expect(keptIds).toContain(newest.id);
      }),
    );
  });

  test("the order in which they are told makes no difference", () => {
    fc.assert(
      fc.property(anyBackups, anyTime, (columns, now) => {
        const backups = made(columns);
        const told = decideRetention(backups, { now, removedAt: null });
        expect(decideRetention(backups.toReversed(), { now, removedAt: null })).toEqual(told);
      }),
    );
  });

  test("no more than ten manual ones are kept, the newest", () => {
    fc.assert(
      fc.property(anyBackups, anyTime, (columns, now) => {
        const backups = made(columns);
        const { kept } = decideRetention(backups, { now, removedAt: null });
        const manual = backups.filter(({ method }) => method === "manual").map(({ id }) => id);
        const keptManual = manual.filter((id) => kept.some((keeping) => keeping.id === id));
        expect(keptManual).toEqual(manual.slice(-MANUAL_MAX));
      }),
    );
  });

  test("a clock that is a year ahead for one night takes three away, and the next night with the right clock none", () => {
    const start = at("2026-03-01");
    const days = live(start, 60);
    const present = days.at(-1)?.present ?? [];
    const wrong = backup(daysAfter(start, 60 + 365));
    const { deletedIds } = decideRetention([...present, wrong], { now: wrong.createdAt, removedAt: null });
    expect(deletedIds).toHaveLength(3);
    const left = [...present, wrong].filter(({ id }) => !deletedIds.includes(id));
    const right = backup(daysAfter(start, 60));
    const next = decideRetention([...left, right], { now: right.createdAt, removedAt: null });
    expect(next.deletedIds.length).toBeLessThanOrEqual(1);
  });

  test("after half a year without any, what is over goes three at a time and ends as the rules say", () => {
    const start = at("2026-03-01");
    let present = live(start, 60).at(-1)?.present ?? [];
    const now = daysAfter(start, 60 + 200);
    present = [...present, backup(now)];
    const counts: number[] = [];
    for (;;) {
      const { deletedIds } = decideRetention(present, { now, removedAt: null });
      if (deletedIds.length === 0) break;
      counts.push(deletedIds.length);
      present = present.filter(({ id }) => !deletedIds.includes(id));
    }
    expect(Math.max(...counts)).toBe(3);
    expect(present).toHaveLength(1);
  });
});

describe("files that somebody brought", () => {
  const now = at("2026-11-28");
  const uploads = (count: number) => Array.from({ length: count }, () => backup(now, "uploaded"));

  test("take the place of no backup of the database itself, neither of the last nor of one made by hand", () => {
    const own = [backup(at("2025-01-01"), "manual"), backup(at("2026-01-01"))];
    expect(decideRetention([...own, ...uploads(MANUAL_MAX)], { now, removedAt: null }).deletedIds).toEqual(
      [],
    );
  });

  test("are kept like those made by hand: the newest ten", () => {
    const uploaded = uploads(MANUAL_MAX + 1);
    const { deletedIds } = decideRetention([backup(now), ...uploaded], { now, removedAt: null });
    expect(deletedIds).toEqual([uploaded[0]?.id]);
  });
});

describe("a removed addon", () => {
  const backups = () => [
    backup(at("2026-01-01")),
    backup(at("2026-05-01"), "manual"),
    backup(at("2026-06-01"), "last"),
  ];

  test("keeps all of its backups for 30 days, also those whose time is over", () => {
    const removedAt = at("2026-06-01");
    const told = decideRetention(backups(), {
      now: new Date(+daysAfter(removedAt, 30) - HOUR_MS),
      removedAt,
    });
    expect(told.deletedIds).toEqual([]);
    expect(told.kept.map(({ reason }) => reason)).toEqual(["removed", "removed", "removed"]);
  });

  test("has none any more after them", () => {
    const removedAt = at("2026-06-01");
    const told = decideRetention(backups(), { now: daysAfter(removedAt, 30), removedAt });
    expect(told.kept).toEqual([]);
    expect(told.deletedIds).toHaveLength(3);
  });
});

test.each<[string, BackupMethod, string]>([
  ["2026-11-26", "periodic", "daily, until 26 December"],
  ["2026-11-22", "periodic", "the week's, until 20 February"],
  ["2026-11-01", "periodic", "the month's, until 30 April"],
  ["2026-01-02", "manual", "manual, until 10 newer ones are made"],
  ["2026-01-02", "uploaded", "uploaded, until 10 newer ones are"],
  ["2026-11-26", "before-restore", "taken before a restore, until 26 December"],
  [
    "2026-01-01",
    "before-restore",
    "taken before a restore; its time is over, and it goes after one of the next backups",
  ],
])("why that of %s (%s) is kept is told in words", (day, method, words) => {
  const now = at("2026-11-28");
  const older = Array.from({ length: 4 }, (_, index) =>
    backup(at(`2025-01-0${index + 1}`), "before-restore"),
  );
  const all = [
    ...older.slice(0, 3),
    ...Array.from({ length: 60 }, (_, index) => backup(daysAfter(at("2026-09-29"), index))),
  ];
  const same = all.find(({ createdAt }) => method === "periodic" && +createdAt === +at(day));
  const one = same ?? backup(at(day), method);
  const { kept } = decideRetention(same ? all : [...all.slice(0, 3), one, ...all.slice(3)].map(renumber), {
    now,
    removedAt: null,
  });
  const keeping = kept.find(({ id }) => id === one.id);
  expect(keeping && keepingWords(keeping, now)).toBe(words);
});

const renumber = (one: Countable, number: number): Countable => ({ ...one, number });

test("the newest is kept beyond its time, and says so", () => {
  const now = at("2026-11-28");
  const { kept } = decideRetention([backup(at("2025-01-01"))], { now, removedAt: null });
  expect(kept.map((keeping) => keepingWords(keeping, now))).toEqual([
    "the newest, until there is a newer one",
  ]);
});
