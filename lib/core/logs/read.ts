import { literalPattern } from "../literal-pattern";
import { SECOND_MS } from "../units";
import { appLevel } from "./app-level";
import type { LogLevel } from "./level";

/** A line without the time, process and level that its writer put before it. */
export type ReadLine = { at: string; source: string; level: LogLevel; text: string };

type RawLine = { at: string; source: string; text: string };

/** `1:M 29 Nov 2026 01:43:02.328 * Ready`: https://redis.io/docs/latest/operate/oss_and_stack/management/debugging/ */
const REDIS = /^\d+:[A-Z] \d{1,2} [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d\.\d+ ([.\-*#]) (.*)$/s;
const REDIS_LEVELS: Record<string, LogLevel> = { ".": "debug", "-": "debug", "*": "info", "#": "warning" };

/** `[WARNING]  (1) : Server nodes/n1 is DOWN`, as HAProxy writes to its standard error. */
const GATEWAY = /^\[([A-Z]+)\]\s+\([^)]*\) : (.*)$/s;
const GATEWAY_LEVELS: Record<string, LogLevel> = {
  DEBUG: "debug",
  DIAG: "warning",
  WARNING: "warning",
  ALERT: "error",
  EMERG: "error",
};

const isNode = ({ source }: { source: string }): boolean => source.startsWith("node-");

/** The line in its parts; one that is written in no known way stays whole, as `info`, and what an app wrote stays whole anyway. */
export function readLine({ at, source, text }: RawLine): ReadLine {
  if (source.startsWith("web-")) return { at, source, level: appLevel(text), text };
  const [, sign = "", rest = text] = (isNode({ source }) ? REDIS : GATEWAY).exec(text) ?? [];
  const levels = isNode({ source }) ? REDIS_LEVELS : GATEWAY_LEVELS;
  return { at, source, level: levels[sign] ?? "info", text: rest };
}

const nearMs = (one: RawLine, other: RawLine): number => Math.abs(Date.parse(one.at) - Date.parse(other.at));

/**
 * Lines in their parts, in the order given (by time). HAProxy says what it warns of twice, with its level and without, within
 * a second: of such a pair the one with the level is left.
 */
export function readLines(lines: readonly RawLine[]): ReadLine[] {
  const read = lines.map(readLine);
  const plain = new Map<string, ReadLine[]>();
  const levelled: ReadLine[] = [];
  read.forEach((line, place) => {
    if (line.source !== "gateway") return;
    if (line.text !== lines[place]?.text) levelled.push(line);
    else plain.set(line.text, [...(plain.get(line.text) ?? []), line]);
  });
  const dropped = new Set<ReadLine>();
  for (const line of levelled) {
    const twin = plain.get(line.text)?.find((one) => !dropped.has(one) && nearMs(one, line) <= SECOND_MS);
    if (twin) dropped.add(twin);
  }
  return read.filter((line) => !dropped.has(line));
}

/** The text in parts, each with whether it is `words` (in any case); together they are the text. */
export function markWords(text: string, words: string): { text: string; isFound: boolean }[] {
  if (!words) return [{ text, isFound: false }];
  return text
    .split(new RegExp(`(${literalPattern(words)})`, "gi"))
    .map((part, place) => ({ text: part, isFound: place % 2 === 1 }))
    .filter((part) => part.text !== "");
}
