/** Of a line that is kept and shown; Redis and its gateway write shorter ones unless somebody makes them. */
export const LOG_LINE_BYTES_MAX = 4_000;

/** Stands at the end of a line that was longer. */
export const CUT_SIGN = " … (cut)";
