/** What became of a line: run, run with an error of the server, not run, or without an answer. */
export const CONSOLE_OUTCOMES = ["done", "error", "refused", "unanswered"] as const;
/** One of CONSOLE_OUTCOMES. */
export type ConsoleOutcome = (typeof CONSOLE_OUTCOMES)[number];
