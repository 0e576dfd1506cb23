/** "29 Nov, 01:07 UTC" */
export const utcMoment = (iso: string): string => `${momentIn(iso, "UTC")} UTC`;

/** The same, and in the time of whoever looks: "29 Nov, 23:07 UTC, 30 Nov, 00:07 your time". */
export const utcAndLocalMoment = (iso: string): string =>
  both(momentIn(iso, "UTC"), momentIn(iso, undefined));

const both = (utc: string, local: string): string =>
  local === utc ? `${utc} UTC, and your time` : `${utc} UTC, ${local} your time`;

const momentIn = (iso: string, timeZone: string | undefined): string =>
  new Date(iso).toLocaleString("en-GB", {
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    timeZone,
  });

/** An hour of the day as it stands in UTC and, of today, where one looks: "01:00 UTC, 02:00 your time". */
export function hourWords(hourUtc: number, now: Date): string {
  const at = new Date(now);
  at.setUTCHours(hourUtc, 0, 0, 0);
  const local = at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const utc = `${String(hourUtc).padStart(2, "0")}:00`;
  return both(utc, local);
}
