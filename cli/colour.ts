import { randomInt } from "node:crypto";

export type Colour = Record<"green" | "red" | "yellow" | "dim", (text: string) => string>;

const CODES = { green: 32, red: 31, yellow: 33, dim: 90 } as const;
/** Tells our own colours from those in what others wrote, who cannot know it. */
const OWN = randomInt(1e6, 1e7);
const painter =
  (code: number, isOn: boolean) =>
  (text: string): string =>
    isOn ? `\u001b[${code};${OWN}m${text}\u001b[0;${OWN}m` : text;

/** For lines that a terminal prints: colours mean something to `toScreen` alone. */
export const colours = (isOn: boolean): Colour => ({
  green: painter(CODES.green, isOn),
  red: painter(CODES.red, isOn),
  yellow: painter(CODES.yellow, isOn),
  dim: painter(CODES.dim, isOn),
});

const OWN_CODE = `\\u001b\\[(\\d+);${OWN}m`;
const CONTROL = new RegExp(`${OWN_CODE}|[^\\P{Cc}\\n\\t]`, "gu");

/** A text without the marks of our own colours. */
export const uncoloured = (text: string): string => text.replaceAll(new RegExp(OWN_CODE, "g"), "");

/** What a screen may get: names, log lines and the like were written by others and do nothing to it, control characters stand as `\x1b`. */
export const toScreen = (text: string): string =>
  text.replaceAll(CONTROL, (character, code?: string) =>
    code === undefined ? `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}` : `\u001b[${code}m`,
  );
