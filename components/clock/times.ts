import { MINUTE_MS } from "@/lib/core/units";

export const formatter = (isUtc: boolean, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat("en-GB", { ...options, ...(isUtc && { timeZone: "UTC" }) });

export const CLOCK = { hour: "2-digit", minute: "2-digit" } as const;
export const DATE = { day: "numeric", month: "short" } as const;

const EXACT = { ...DATE, ...CLOCK, second: "2-digit" } as const;
const EXACT_LOCAL = formatter(false, EXACT);
const EXACT_UTC = formatter(true, EXACT);

/** "29 Nov, 01:07:03" */
export const secondWords = (ms: number, isUtc: boolean): string =>
  (isUtc ? EXACT_UTC : EXACT_LOCAL).format(ms);

/** The same with its zone: "29 Nov, 01:07:03 UTC"; local time is named by nothing. */
export const exactWords = (ms: number, isUtc: boolean): string =>
  `${secondWords(ms, isUtc)}${isUtc ? " UTC" : ""}`;

const DAY_LOCAL = formatter(false, { ...EXACT, year: "numeric" });
const DAY_UTC = formatter(true, { ...EXACT, year: "numeric" });

/** With its year, for what may be long ago: "29 Nov 2026, 01:07:03 UTC". */
export const datedWords = (ms: number, isUtc: boolean): string =>
  `${(isUtc ? DAY_UTC : DAY_LOCAL).format(ms)}${isUtc ? " UTC" : ""}`;

/** What the clock that is shown is ahead of UTC at that moment. */
export const offsetOf = (ms: number, isUtc: boolean): number =>
  isUtc ? 0 : -new Date(ms).getTimezoneOffset() * MINUTE_MS;
