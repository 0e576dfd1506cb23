import { DAY_MS } from "../units";
import { type BackupMethod, isOwn } from "./backup";

/** More manual ones are not kept, nor more that were uploaded: the oldest goes. */
export const MANUAL_MAX = 10;
/** Those of a removed addon go so long after its removal, and the record of one that failed so long after it began. */
export const REMOVED_KEPT_MS = 30 * DAY_MS;
/** Of those whose time is over so many go at once, oldest first: a clock that went wrong for a day does not clear everything. */
const EXPIRED_AT_ONCE_MAX = 3;

const DAILY_MS = 30 * DAY_MS;
const WEEKLY_MS = 90 * DAY_MS;
const MONTHLY_MS = 180 * DAY_MS;
/** Weeks begin on Mondays; 1970 began on a Thursday. */
const FIRST_MONDAY_MS = 4 * DAY_MS;
const WEEK_MS = 7 * DAY_MS;

/** A proven backup. A higher `number` was taken later, whatever the clock said. */
export type Countable = { id: string; number: number; method: BackupMethod; createdAt: Date };

/** Why a backup is kept and until when; null: until something else happens. */
export type Keeping = {
  id: string;
  reason:
    | "daily"
    | "weekly"
    | "monthly"
    | "manual"
    | "uploaded"
    | "before-restore"
    | "last"
    | "removed"
    | "newest";
  until: Date | null;
};

/** What becomes of the backups of a database: every one is in exactly one of the lists. `deletedIds` oldest first. */
export type RetentionDecision = { kept: Keeping[]; deletedIds: string[] };

/**
 * What is kept of the proven backups of one database, given in any order: every day's for 30 days, the last of each week (Sunday's) for
 * 90, that of a month's first week for 180, the newest 10 manual ones and the newest 10 uploaded ones. The newest that is its own is never
 * deleted; of a removed addon all are kept for 30 days, then none.
 */
export function decideRetention(
  backups: readonly Countable[],
  { now, removedAt }: { now: Date; removedAt: Date | null },
): RetentionDecision {
  const ordered = backups.toSorted((a, b) => a.number - b.number);
  if (removedAt) return afterRemoval(ordered, { now, until: later(removedAt, REMOVED_KEPT_MS) });
  const claimOf = claimsOn(ordered, now);
  const newest = ordered.findLast(isOwn);
  const kept: Keeping[] = [];
  const deletedIds: string[] = [];
  let expired = 0;
  for (const backup of ordered) {
    const claim = claimOf(backup);
    if (claim && isLasting(claim, now)) kept.push(claim);
    else if (backup === newest) kept.push({ id: backup.id, reason: "newest", until: null });
    else if (!claim || expired++ < EXPIRED_AT_ONCE_MAX) deletedIds.push(backup.id);
    else kept.push(claim);
  }
  return { kept, deletedIds };
}

const later = (date: Date, ms: number): Date => new Date(date.getTime() + ms);

const isLasting = ({ until }: Keeping, now: Date): boolean => until === null || until > now;

function afterRemoval(
  backups: readonly Countable[],
  { now, until }: { now: Date; until: Date },
): RetentionDecision {
  if (until <= now) return { kept: [], deletedIds: backups.map(({ id }) => id) };
  return { kept: backups.map(({ id }) => ({ id, reason: "removed", until })), deletedIds: [] };
}

/** The longest claim that a rule makes on a backup; null for a manual or uploaded one that is one too many. */
function claimsOn(ordered: readonly Countable[], now: Date): (backup: Countable) => Keeping | null {
  const newestOf = (of: BackupMethod) => ordered.filter(({ method }) => method === of).slice(-MANUAL_MAX);
  const counted = new Set([...newestOf("manual"), ...newestOf("uploaded")]);
  const { weekly, monthly } = chosenOf(
    ordered.filter(({ method }) => method === "periodic"),
    now,
  );
  return (backup) => {
    const { id, method, createdAt } = backup;
    if (method === "manual" || method === "uploaded")
      return counted.has(backup) ? { id, reason: method, until: null } : null;
    if (method !== "periodic") return { id, reason: method, until: later(createdAt, DAILY_MS) };
    if (monthly.has(backup)) return { id, reason: "monthly", until: later(createdAt, MONTHLY_MS) };
    if (weekly.has(backup)) return { id, reason: "weekly", until: later(createdAt, WEEKLY_MS) };
    return { id, reason: "daily", until: later(createdAt, DAILY_MS) };
  };
}

const weekOf = ({ createdAt }: Countable): number =>
  Math.floor((createdAt.getTime() - FIRST_MONDAY_MS) / WEEK_MS);

const endOfWeek = (week: number): number => FIRST_MONDAY_MS + (week + 1) * WEEK_MS;

/** A week belongs to the month of its Sunday. */
const monthOf = (week: number): string => new Date(endOfWeek(week) - DAY_MS).toISOString().slice(0, 7);

/** The last of each week that is over, and of each month the one of its first week that has any. */
function chosenOf(
  periodic: readonly Countable[],
  now: Date,
): { weekly: Set<Countable>; monthly: Set<Countable> } {
  const lastOf = new Map<number, Countable>();
  for (const backup of periodic) {
    const last = lastOf.get(weekOf(backup));
    if (!last || last.createdAt <= backup.createdAt) lastOf.set(weekOf(backup), backup);
  }
  const weeks = [...lastOf].filter(([week]) => endOfWeek(week) <= now.getTime()).sort(([a], [b]) => b - a);
  // From the last week to the first, which stays.
  const ofMonth = new Map(weeks.map(([week, backup]) => [monthOf(week), backup]));
  return { weekly: new Set(weeks.map(([, backup]) => backup)), monthly: new Set(ofMonth.values()) };
}

const WORDS: Record<Keeping["reason"], string> = {
  daily: "daily",
  weekly: "the week's",
  monthly: "the month's",
  manual: `manual, until ${MANUAL_MAX} newer ones are made`,
  uploaded: `uploaded, until ${MANUAL_MAX} newer ones are`,
  "before-restore": "taken before a restore",
  last: "taken before the removal",
  removed: "of a removed addon",
  newest: "the newest, until there is a newer one",
};

const dayOf = (date: Date): string =>
  date.toLocaleDateString("en-GB", { day: "numeric", month: "long", timeZone: "UTC" });

/** "daily, until 28 December". */
export function keepingWords(keeping: Keeping, now: Date): string {
  const words = WORDS[keeping.reason];
  if (keeping.until === null) return words;
  if (!isLasting(keeping, now))
    return `${words}; its time is over, and it goes after one of the next backups`;
  return `${words}, until ${dayOf(keeping.until)}`;
}
