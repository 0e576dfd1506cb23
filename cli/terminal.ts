import type { Failure } from "./failure";

/** Where a command prints: results to standard output, everything about its course to standard error. */
export type Terminal = {
  /** A line of the result. */
  print(line: string): void;
  /** "-----> text" */
  status(text: string): void;
  /** Text under a status. */
  info(text: string): void;
  /** Of the course, not of the result. */
  note(line: string): void;
  /** Replaces the last line of the course on a screen; does nothing elsewhere. */
  flash(line: string): void;
  json(value: unknown): void;
  fail(failure: Pick<Failure, "message" | "details">): void;
  isScreen: boolean;
  colour: Colour;
};

export type Colour = Record<"green" | "red" | "yellow" | "dim", (text: string) => string>;

const CODES = { green: 32, red: 31, yellow: 33, dim: 90 } as const;
const painter =
  (code: number, isOn: boolean) =>
  (text: string): string =>
    isOn ? `\u001b[${code}m${text}\u001b[0m` : text;

export const colours = (isOn: boolean): Colour => ({
  green: painter(CODES.green, isOn),
  red: painter(CODES.red, isOn),
  yellow: painter(CODES.yellow, isOn),
  dim: painter(CODES.dim, isOn),
});

const CLEAR_LINE = "\r\u001b[2K";

/** The process's own streams. Colour only on a screen, and not when `NO_COLOR` is set. */
export function processTerminal({ noColour }: { noColour: boolean }): Terminal {
  const { stdout, stderr } = process;
  let isFlashing = false;
  const settle = () => {
    if (isFlashing) stderr.write(CLEAR_LINE);
    isFlashing = false;
  };
  const print = (line: string) => {
    settle();
    stdout.write(`${line}\n`);
  };
  const note = (line: string) => {
    settle();
    stderr.write(`${line}\n`);
  };
  return {
    print,
    status: (text) => print(`-----> ${text}`),
    info: (text) => print(`       ${text}`),
    note,
    flash: (line) => {
      if (!stderr.isTTY) return;
      stderr.write(CLEAR_LINE + line);
      isFlashing = line !== "";
    },
    json: (value) => print(JSON.stringify(value, null, 2)),
    fail: ({ message, details }) => {
      note(` !     ${message}`);
      for (const detail of details) note(`       ${detail}`);
    },
    isScreen: stdout.isTTY === true,
    colour: colours(stdout.isTTY === true && !noColour),
  };
}
