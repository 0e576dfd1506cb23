import { MINUTE_MS } from "./units";

/** The clocks of hosts that are set by NTP are closer together than that. */
const CLOCKS_APART_MS = 5 * MINUTE_MS;

/** A time of the past that lies beyond this was written by a clock that was wrong, and says nothing. */
export const aheadOf = (now: Date): Date => new Date(now.getTime() + CLOCKS_APART_MS);

/** Null of a time that says nothing. */
export const pastOnly = (at: Date, now: Date): Date | null => (at > aheadOf(now) ? null : at);
