import { WEEKDAYS } from "@/lib/core/maintenance/week";
import { DAY_MS, HOUR_MS } from "@/lib/core/units";
import { usageFailure } from "./failure";
import { parseHour } from "./hour";

type Window = { weekday_utc: number; starting_hour_utc: number };

const WEEK_MS = 7 * DAY_MS;
/** 1970-01-04 was a Sunday. */
const SUNDAY_MS = 3 * DAY_MS;

/** How far the machine's own clock is ahead of UTC now. */
const aheadMs = (at: Date): number => -at.getTimezoneOffset() * 60_000;

const weekMs = ({ weekday_utc, starting_hour_utc }: Window): number =>
  weekday_utc * DAY_MS + starting_hour_utc * HOUR_MS;

const ofWeek = (ms: number): Date => new Date(SUNDAY_MS + (((ms % WEEK_MS) + WEEK_MS) % WEEK_MS));

/** The window in UTC of a local weekday and an hour; what is not said stays as it is. @throws Failure */
export function parseWindow(
  { day, hour }: { day: string | undefined; hour: string | undefined },
  present: Window,
  now = new Date(),
): Window {
  const hourUtc = hour === undefined ? present.starting_hour_utc : parseHour(hour, now);
  const local = ofWeek(weekMs(present) + aheadMs(now));
  const weekday = day === undefined ? local.getUTCDay() : parseDay(day);
  // The day of the local week on which that hour of UTC falls.
  const localHourMs = (hourUtc * HOUR_MS + aheadMs(now) + DAY_MS) % DAY_MS;
  const utc = ofWeek(weekday * DAY_MS + localHourMs - aheadMs(now));
  return { weekday_utc: utc.getUTCDay(), starting_hour_utc: utc.getUTCHours() };
}

function parseDay(text: string): number {
  const named = WEEKDAYS.findIndex((day) => day.toLowerCase() === text.toLowerCase());
  if (named >= 0) return named;
  throw usageFailure(`${text} is no weekday.`, `Say one of ${WEEKDAYS.join(", ")}.`);
}

/** "Tuesdays at 22:00 (08 hours)", in the local time. */
export function windowWords(window: Window & { duration_in_hour: number }, now = new Date()): string {
  const local = ofWeek(weekMs(window) + aheadMs(now));
  const pad = (value: number) => String(value).padStart(2, "0");
  return `${WEEKDAYS[local.getUTCDay()]}s at ${pad(local.getUTCHours())}:${pad(local.getUTCMinutes())} (${pad(window.duration_in_hour)} hours)`;
}
