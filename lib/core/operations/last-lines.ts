/** Stands before what an app wrote at last, at the end of the message of an operation that could not start it. */
const LAST_LINES = " It wrote last:\n";

/** The message with those lines; without any, as it is. */
export const withLastLines = (message: string, lines: readonly string[]): string =>
  lines.length > 0 ? `${message}${LAST_LINES}${lines.join("\n")}` : message;

/** The message for those, and for places, that an app's own lines are not meant for: they may hold anything. */
export const withoutLastLines = (message: string): string => message.split(LAST_LINES, 1)[0] ?? "";
