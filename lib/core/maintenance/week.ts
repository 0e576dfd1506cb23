import { DAY_MS, HOUR_MS } from "../units";

/** How long a window is open; the reference platform's. */
export const WINDOW_HOURS = 8;

/** The days of the week, Sunday first. */
export const WEEKDAYS = [
  "Sunday",
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
] as const;

/** The first window that opens at `from` or later. */
export function nextWindow(
  { weekdayUtc, hourUtc }: { weekdayUtc: number; hourUtc: number },
  from: Date,
): Date {
  const day = Math.floor(from.getTime() / DAY_MS) * DAY_MS;
  const daysLeft = (weekdayUtc - from.getUTCDay() + 7) % 7;
  const opens = day + daysLeft * DAY_MS + hourUtc * HOUR_MS;
  return new Date(opens < from.getTime() ? opens + 7 * DAY_MS : opens);
}
