import type { LogLevel } from "./level";

const NAMES: Readonly<Record<string, LogLevel>> = {
  trace: "debug",
  debug: "debug",
  info: "info",
  information: "info",
  notice: "info",
  warn: "warning",
  warning: "warning",
  err: "error",
  error: "error",
  severe: "error",
  crit: "error",
  critical: "error",
  fatal: "error",
  panic: "error",
  alert: "error",
  emerg: "error",
};
/** Where warnings and errors begin: https://getpino.io/#/docs/api?id=logger-level */
const NUMBERS = { warning: 40, error: 50, info: 30 };

const WORDS_READ = 6;
/** Longer than any time, thread and level that stand before a message. */
const HEAD_CHARS = 160;
const WORD = /^([[(<]?)([a-z]+)([\])>:|].*)?$/i;

function ofNumber(level: number): LogLevel {
  if (level >= NUMBERS.error) return "error";
  if (level >= NUMBERS.warning) return "warning";
  return level >= NUMBERS.info ? "info" : "debug";
}

const ofName = (name: string | undefined): LogLevel | undefined =>
  name === undefined ? undefined : NAMES[name.toLowerCase()];

/** Looked for rather than parsed: pages do this for thousands of lines. */
function ofJson(text: string): LogLevel | undefined {
  if (!text.startsWith("{")) return undefined;
  const [, name, number] = /"(?:level|severity|lvl)"\s*:\s*(?:"([a-z]+)"|(\d+))/i.exec(text) ?? [];
  return number === undefined ? ofName(name) : ofNumber(Number(number));
}

/** `level=warn` or `level="warn"`: https://brandur.org/logfmt */
const ofPair = (head: string): LogLevel | undefined =>
  ofName(/(?:^|\s)(?:level|lvl|severity)="?([a-z]+)/i.exec(head)?.[1]);

/** In capitals, in brackets or before a colon, after nothing but a time, numbers and names in brackets. */
function ofHead(head: string): LogLevel | undefined {
  for (const word of head.split(/\s+/, WORDS_READ)) {
    const [, open, name = "", close] = WORD.exec(word) ?? [];
    const level = NAMES[name.toLowerCase()];
    if (level && (open || close || name === name.toUpperCase())) return level;
    if (!/[\d[|]/.test(word)) return undefined;
  }
  return undefined;
}

/** The level that an app's line names for itself, in the forms that loggers write; `info` when it names none. */
export function appLevel(text: string): LogLevel {
  const head = text.slice(0, HEAD_CHARS).trim();
  return ofJson(text.trim()) ?? ofPair(head) ?? ofHead(head) ?? "info";
}
