import { z } from "zod";
import { DAY_MS, HOUR_MS } from "../units";
import { nextWindow, WINDOW_HOURS } from "./week";

/** People are told so long before something is done in a window. */
const NOTICE_MS = DAY_MS;

const WEEKDAY_WORDS = "A weekday is a number from 0, Sunday, to 6.";
const HOUR_WORDS = "An hour is a whole number from 0 to 23.";

/** When a window opens each week: 0 is Sunday, the hour is one of UTC. */
export const MaintenanceWindow = z.object({
  weekdayUtc: z
    .number({ error: WEEKDAY_WORDS })
    .int(WEEKDAY_WORDS)
    .min(0, WEEKDAY_WORDS)
    .max(6, WEEKDAY_WORDS),
  hourUtc: z.number({ error: HOUR_WORDS }).int(HOUR_WORDS).min(0, HOUR_WORDS).max(23, HOUR_WORDS),
});
export type MaintenanceWindow = z.infer<typeof MaintenanceWindow>;

/** The window for what is put off now: people are told of it in time. */
export const windowForNotice = (window: MaintenanceWindow, now: Date): Date =>
  nextWindow(window, new Date(now.getTime() + NOTICE_MS));

/** What can be put off: an upgrade to another version, or to the newest build of the one that runs. Stored: a name never changes. */
export const MAINTENANCE_TYPES = ["db-upgrade", "db-newer-build"] as const;
/** One of MAINTENANCE_TYPES. */
export type MaintenanceType = (typeof MAINTENANCE_TYPES)[number];

/** Where something that is put off is on its way. Stored: names never change once released. */
export const MAINTENANCE_STATUSES = [
  "scheduled",
  "notified",
  "queued",
  "cancelled",
  "running",
  "failed",
  "done",
] as const;
/** One of MAINTENANCE_STATUSES. */
export type MaintenanceStatus = (typeof MAINTENANCE_STATUSES)[number];

/**
 * What there is to do for one now: to tell people of it or to begin it; and once its window has closed to give it up, or to put it off to the
 * next one where nothing was in its way but others of its wave (`isWaitingForTurn`).
 */
export function decideMaintenance(
  {
    status,
    windowAt,
    isWaitingForTurn,
  }: { status: MaintenanceStatus; windowAt: Date; isWaitingForTurn: boolean },
  now: Date,
): "notify" | "begin" | "miss" | "put-off" | null {
  const msSince = now.getTime() - windowAt.getTime();
  if (status === "scheduled") return msSince >= -NOTICE_MS ? "notify" : null;
  if (status !== "notified" && status !== "queued") return null;
  if (msSince >= WINDOW_HOURS * HOUR_MS) return isWaitingForTurn ? "put-off" : "miss";
  return msSince >= 0 ? "begin" : null;
}
