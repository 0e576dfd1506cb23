import { DAY_MS, HOUR_MS } from "../units";

/** Every backup of the records is kept for so long. */
const ALL_KEPT_MS = 2 * DAY_MS;
/** The last of each day (UTC) is kept for so long. */
export const DAILY_KEPT_MS = 30 * DAY_MS;
/** At the latest so long after one the next is begun. */
const RECORDS_EVERY_MS = DAY_MS;
/** Earlier than that only by a person; also how long after a failure the next try comes. */
const RECORDS_REST_MS = HOUR_MS;

type Kept = { id: string; takenAt: Date };

/**
 * Ids of the backups of records whose time is over: older than two days and not the last of their day, or older than thirty days. Nothing
 * goes that has no newer proven one.
 */
export function expiredRecords(
  backups: readonly Kept[],
  { provenIds, now }: { provenIds: ReadonlySet<string>; now: Date },
): string[] {
  const newestFirst = [...backups].sort((a, b) => b.takenAt.getTime() - a.takenAt.getTime());
  const newestProven = newestFirst.findIndex(({ id }) => provenIds.has(id));
  if (newestProven < 0) return [];
  const seenDays = new Set<string>();
  const expired: string[] = [];
  for (const [place, { id, takenAt }] of newestFirst.entries()) {
    const day = takenAt.toISOString().slice(0, 10);
    const isLastOfDay = !seenDays.has(day);
    // One that is not proven is no day's backup.
    if (provenIds.has(id)) seenDays.add(day);
    const ageMs = now.getTime() - takenAt.getTime();
    const isKept = ageMs <= ALL_KEPT_MS || (isLastOfDay && ageMs <= DAILY_KEPT_MS);
    if (!isKept && place > newestProven) expired.push(id);
  }
  return expired;
}

/** What the next backup of the records rests on. Null where there was none. */
export type RecordsDue = {
  /** When anything was first kept here. */
  since: Date;
  /** Begin of the newest one, whatever came of it, and of the newest that is proven. */
  lastBegunAt: Date | null;
  lastProvenAt: Date | null;
  /** When the newest backup of a database was done: records that do not know it could not bring it back. */
  lastDatabaseBackupAt: Date | null;
};

/** True once a day, and sooner after a backup of a database: at most one an hour. */
export function areRecordsDue(
  { since, lastBegunAt, lastProvenAt, lastDatabaseBackupAt }: RecordsDue,
  now: Date,
): boolean {
  const restedMs = now.getTime() - (lastBegunAt ?? since).getTime();
  if (restedMs < RECORDS_REST_MS) return false;
  const known = lastProvenAt ?? new Date(0);
  if (lastDatabaseBackupAt && lastDatabaseBackupAt > known) return true;
  return lastProvenAt === null || now.getTime() - lastProvenAt.getTime() >= RECORDS_EVERY_MS;
}
