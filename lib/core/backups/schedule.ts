import { pastOnly } from "../clocks";
import { DAY_MS, HOUR_MS, MINUTE_MS } from "../units";

/** Databases of the same hour begin within these minutes, each always at its own. */
export const SPREAD_MS = 20 * MINUTE_MS;
/** A backup that failed is tried so often for the same slot, with this pause. */
export const TRIES_MAX = 3;
/** After a failure, before the next try. */
export const RETRY_MS = HOUR_MS;
/** Without a good backup for so long people are told. */
export const MISSED_MS = 26 * HOUR_MS;
/** A drill of each database begins so long after the one before. */
export const DRILL_EVERY_MS = 30 * DAY_MS;

type Schedule = { databaseId: string; hourUtc: number };

/** FNV-1a, 32 bits. http://www.isthe.com/chongo/tech/comp/fnv/ */
const hashOf = (text: string): number => {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash;
};

/** The database's own moment of the day that `at` is in (UTC). */
function slotOfDay({ databaseId, hourUtc }: Schedule, at: Date): Date {
  const day = Math.floor(at.getTime() / DAY_MS) * DAY_MS;
  return new Date(day + hourUtc * HOUR_MS + (hashOf(databaseId) % SPREAD_MS));
}

const plusDays = (date: Date, days: number): Date => new Date(date.getTime() + days * DAY_MS);

/** The newest slot that has come, today's or yesterday's: of those missed before it nothing is caught up. */
export function lastSlot(schedule: Schedule, now: Date): Date {
  const today = slotOfDay(schedule, now);
  return today <= now ? today : plusDays(today, -1);
}

/** The slot that comes next. */
export const nextSlot = (schedule: Schedule, now: Date): Date => plusDays(lastSlot(schedule, now), 1);

/** What a schedule rests on. */
export type Scheduled = Schedule & {
  /** Slots before this are none of its own: it is since then that it is backed up. */
  since: Date;
  /** The slot that the last backup was begun for; null before the first. */
  lastSlotAt: Date | null;
  /** Backups of that slot, and how the last of them ended; null while it runs. */
  tries: number;
  isLastGood: boolean;
  lastEndedAt: Date | null;
};

/** The slot that a backup has to begin for now; null when there is none. */
export function dueSlot(scheduled: Scheduled, now: Date): Date | null {
  const slot = lastSlot(scheduled, now);
  if (slot < (pastOnly(scheduled.since, now) ?? slot)) return null;
  const { lastSlotAt, tries, isLastGood, lastEndedAt } = scheduled;
  if (!lastSlotAt || lastSlotAt < slot) return slot;
  // An earlier hour was set since, or the clock was set back: one that was far ahead stops nothing.
  if (lastSlotAt > slot) return lastSlotAt.getTime() - now.getTime() >= DAY_MS ? slot : null;
  if (isLastGood || !lastEndedAt || tries >= TRIES_MAX) return null;
  return now.getTime() - lastEndedAt.getTime() >= RETRY_MS ? slot : null;
}

/** Which of the due ones begin now: the longest due first, as many as there is room for. */
export function chooseDue<T extends { slot: Date; databaseId: string }>(
  due: readonly T[],
  room: number,
): T[] {
  const inOrder = due.toSorted(
    (a, b) => a.slot.getTime() - b.slot.getTime() || a.databaseId.localeCompare(b.databaseId),
  );
  return inOrder.slice(0, Math.max(0, room));
}

type Watched = { since: Date; lastGoodAt: Date | null };

const withoutMs = ({ since, lastGoodAt }: Watched, now: Date): number => {
  const known = [pastOnly(since, now), lastGoodAt].flatMap((at) => at?.getTime() ?? []);
  return known.length > 0 ? now.getTime() - Math.max(...known) : 0;
};

/** True when people have to be told that there is no good backup of a database that is backed up. */
export const isMissed = (watched: Watched, now: Date): boolean => withoutMs(watched, now) > MISSED_MS;

/** For so many whole hours there was none. */
export const missedHours = (watched: Watched, now: Date): number =>
  Math.floor(withoutMs(watched, now) / HOUR_MS);
