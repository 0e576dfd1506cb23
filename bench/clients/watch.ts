import type { Move } from "./requests";

/** When something was seen: from one move to the next, or before the first. */
export type Phase = Move | "before";

export const WORDS = ["noReplicas", "readOnly", "signIn", "closed", "timedOut", "other"] as const;
type Word = (typeof WORDS)[number];

/**
 * What one client met. `lost`: acknowledged keys that are not there, and counts that are missing. `stale`: reads older than what was
 * acknowledged. `hung`: silences of more than `HUNG_MS`. `stuck`: it did not go on by itself; `gaveUp`: nor can it, whatever the server does.
 */
export type Figures = Record<
  Word | "acknowledged" | "lost" | "stale" | "hung" | "stuck" | "gaveUp" | "gapMs",
  number
>;

export const HUNG_MS = 5_000;

export const noFigures = (): Figures => ({
  acknowledged: 0,
  lost: 0,
  stale: 0,
  hung: 0,
  stuck: 0,
  gaveUp: 0,
  gapMs: 0,
  noReplicas: 0,
  readOnly: 0,
  signIn: 0,
  closed: 0,
  timedOut: 0,
  other: 0,
});

const PATTERNS: readonly [Word, RegExp][] = [
  ["noReplicas", /NOREPLICAS/],
  ["readOnly", /READONLY/],
  ["signIn", /WRONGPASS|NOAUTH|NOPERM|AUTH failed|sign in|invalid username/i],
  ["timedOut", /waited|timed? ?out/i],
  [
    "closed",
    /clos|ECONN|EPIPE|reset|went away|EOF|read error|broken pipe|lost|not connected|unexpectedly|while reading|refused/i,
  ],
];

export const wordOf = (text: string): Word =>
  PATTERNS.find(([, pattern]) => pattern.test(text))?.[0] ?? "other";

/** A number that was read; null for a key that is not there, however a program prints that. */
const numberOf = (text: string): number | null => (/^\d+$/.test(text) ? Number(text) : null);

type Acknowledged = { key: string; value: number; phase: Phase };

/** Judges the lines of one program, each with its time and the move that is going on. */
export function watch(prefix: string) {
  const figures: Record<Phase, Figures> = {
    before: noFigures(),
    up: noFigures(),
    down: noFigures(),
    version: noFigures(),
  };
  const keys = new Map<number, Acknowledged>();
  const firstOf = new Map<string, string>();
  let lastFailure: string | null = null;
  let count = 0;
  let counted = 0;
  const done = new Set<number>();
  let doubtfulIn: Phase = "before";
  let heardAt: number | null = null;
  let writtenAt: number | null = null;
  let isSilent = false;

  const acknowledge = (now: number, of: Figures) => {
    of.acknowledged += 1;
    if (writtenAt !== null) of.gapMs = Math.max(of.gapMs, Math.round(now - writtenAt));
    writtenAt = now;
    lastFailure = null;
  };

  const note = (word: Word, text: string, phase: Phase) => {
    figures[phase][word] += 1;
    if (!firstOf.has(word)) firstOf.set(word, text.slice(0, 160));
  };

  const noteStale = (phase: Phase, read: string, known: number) => {
    figures[phase].stale += 1;
    if (!firstOf.has("stale"))
      firstOf.set("stale", `read ${read || "nothing"} where ${known} was known (${phase})`);
  };

  const verbs: Record<string, (rest: string, now: number, phase: Phase) => void> = {
    set: (rest, now, phase) => {
      const n = Number.parseInt(rest, 10);
      keys.set(n, { key: `${prefix}:${n}`, value: n, phase });
      acknowledge(now, figures[phase]);
    },
    incr: (rest, now, phase) => {
      const value = Number(rest);
      if (value <= count) {
        noteStale(phase, rest, count);
        doubtfulIn = phase;
      }
      count = Math.max(count, value);
      counted += 1;
      acknowledge(now, figures[phase]);
    },
    done: (rest, now, phase) => {
      done.add(Number(rest));
      acknowledge(now, figures[phase]);
    },
    get: (rest, _, phase) => {
      const [n = "", value = ""] = rest.split(" ");
      if (keys.has(Number(n)) && numberOf(value) !== Number(n)) noteStale(phase, value, Number(n));
    },
    count: (rest, _, phase) => {
      if ((numberOf(rest) ?? 0) < count) noteStale(phase, rest, count);
    },
    fail: (rest, _, phase) => {
      lastFailure = rest;
      note(wordOf(rest), rest, phase);
    },
    // A connection that a library mends by itself is no failure of its program.
    event: (rest, _, phase) => {
      const word = wordOf(rest);
      if (word !== "closed" && word !== "other") note(word, rest, phase);
    },
  };
  return {
    figures,
    /** The first words of each kind of failure. */
    firstOf,
    /** True while the last that it said about its writes is such a failure. */
    failsWith: (pattern: RegExp) => lastFailure !== null && pattern.test(lastFailure),
    line: (text: string, now: number, phase: Phase): void => {
      const space = text.indexOf(" ");
      const verb = verbs[text.slice(0, space)];
      if (!verb) return;
      heardAt = now;
      isSilent = false;
      verb(text.slice(space + 1), now, phase);
    },
    /** Notes a silence, once. */
    tick: (now: number, phase: Phase): void => {
      if (heardAt === null || isSilent || now - heardAt <= HUNG_MS) return;
      isSilent = true;
      figures[phase].hung += 1;
    },
    /** Grows while the client works; of a queue while its jobs are done. */
    written: () => done.size || keys.size + counted,
    /** Whether a job was pushed and never done: its queue may have lost it, as much as the database. */
    isUndone: (n: number) => done.size > 0 && !done.has(n),
    acknowledgedKeys: () => [...keys.values()],
    /** What must be there at the end: the counter counts at least what was acknowledged. */
    acknowledgedCount: () => ({ key: `${prefix}:count`, counted, phase: doubtfulIn }),
  };
}

export type Watch = ReturnType<typeof watch>;
