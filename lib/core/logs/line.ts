/** Of a line that is kept and shown; Redis and its gateway write shorter ones unless somebody makes them. */
export const LOG_LINE_BYTES_MAX = 4_000;

/** Stands at the end of a line that was longer. */
export const CUT_SIGN = " … (cut)";

/** In place of lines that came faster than they are kept. */
export const LEFT_OUT_SIGN = "… (lines before this one came too fast to be kept)";
