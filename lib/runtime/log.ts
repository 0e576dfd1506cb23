import pino from "pino";
import { withoutLastLines } from "../core/operations/last-lines";
import { config } from "./config";

const logger = () =>
  pino({
    level: config().BERTH_LOG_LEVEL,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (level) => ({ level }) },
  });

let current: pino.Logger | undefined;
const write =
  (level: "debug" | "info" | "warn" | "error") =>
  (event: string, fields: Record<string, unknown> = {}): void => {
    current ??= logger();
    current[level]({ ...fields, event });
  };

/** One JSON line per event on standard output: `noun.past_verb`, then ids. Never passwords, connection strings or whole objects. */
export const log = { debug: write("debug"), info: write("info"), warn: write("warn"), error: write("error") };

/** What may be logged of an unknown error: its type, message and stack, and those of its causes; never its own fields. */
export function describeError(error: unknown): {
  type: string;
  message: string;
  stack?: string | undefined;
  cause?: unknown;
} {
  if (!(error instanceof Error)) return { type: typeof error, message: String(error) };
  return {
    type: error.name,
    message: withoutLastLines(error.message),
    stack: error.stack && withoutLastLines(error.stack),
    ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }),
  };
}
