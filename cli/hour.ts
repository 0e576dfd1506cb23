import { HOUR_MS, MINUTE_MS } from "@/lib/core/units";
import { usageFailure } from "./failure";

const HOW = 'Say it like "3", "4:00 UTC" or "3 Europe/Paris".';

/** Where this machine is. */
const localZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;

const pad = (value: number): string => String(value).padStart(2, "0");

/** Minutes that a zone is ahead of UTC at that moment. @throws RangeError for a zone that there is not. */
function offsetMinutes(zone: string, at: Date): number {
  const format = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" });
  const name = format.formatToParts(at).find(({ type }) => type === "timeZoneName")?.value ?? "";
  const [, sign = "+", hours = "0", minutes = "0"] = /GMT([+-])(\d+):(\d+)/.exec(name) ?? [];
  return (sign === "-" ? -1 : 1) * (Number(hours) * 60 + Number(minutes));
}

/** Minutes after midnight, of a day that goes round. */
const ofDay = (minutes: number): number => ((minutes % 1440) + 1440) % 1440;

/** The hour in UTC of "3", "4:00 UTC" or "3 Europe/Paris"; without a zone it is the local one, as it is that day. @throws Failure */
export function parseHour(text: string, at = new Date()): number {
  const [, hour = "", minute = "00", zone = localZone()] =
    /^\s*(\d{1,2})(?::(\d{2}))?(?:\s+(\S+))?\s*$/.exec(text) ?? [];
  if (hour === "" || Number(hour) > 23) throw usageFailure(`${text} is no hour of a day.`, HOW);
  const utc = ofDay(Number(hour) * 60 + Number(minute) - zoneMinutes(zone, at));
  if (utc % 60 === 0) return utc / 60;
  throw usageFailure(
    `${hour}:${minute} ${zone} is ${Math.floor(utc / 60)}:${pad(utc % 60)} UTC, and backups begin at full hours of UTC.`,
  );
}

function zoneMinutes(zone: string, at: Date): number {
  try {
    return offsetMinutes(zone, at);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw usageFailure(`There is no time zone ${zone}.`, HOW);
  }
}

/** "3:00 UTC", elsewhere "4:00 Europe/Paris (3:00 UTC)". */
export function hourWords(hourUtc: number, at = new Date()): string {
  const zone = localZone();
  const utc = `${hourUtc}:00 UTC`;
  const minutes = ofDay((hourUtc * HOUR_MS) / MINUTE_MS + offsetMinutes(zone, at));
  return zone === "UTC" ? utc : `${Math.floor(minutes / 60)}:${pad(minutes % 60)} ${zone} (${utc})`;
}
