import { type Colour, colours, toScreen } from "./colour";
import type { Failure } from "./failure";

/** Where a command prints: results to standard output, everything about its course to standard error. */
export type Terminal = {
  /** A line of the result. */
  print(line: string): void;
  /** Lines of the result that may be no text, for files and programs: as they are. */
  bytes(lines: readonly Buffer[]): void;
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

const CLEAR_LINE = "\r\u001b[2K";
const NEW_LINE = Buffer.from("\n");

/** JSON leaves these as they are, though they do something to a screen. */
const inJson = (character: string): string => `\\u00${character.charCodeAt(0).toString(16)}`;

/** The process's own streams. Colour only on a screen, and not when `NO_COLOR` is set. */
export function processTerminal({ noColour }: { noColour: boolean }): Terminal {
  const { stdout, stderr } = process;
  let isFlashing = false;
  const settle = () => {
    if (isFlashing) stderr.write(CLEAR_LINE);
    isFlashing = false;
  };
  const shown = (text: string, { isTTY }: { isTTY?: boolean }): string => (isTTY ? toScreen(text) : text);
  const write = (bytes: string | Buffer) => {
    settle();
    stdout.write(bytes);
  };
  const print = (line: string) => write(`${shown(line, stdout)}\n`);
  const note = (line: string) => {
    settle();
    stderr.write(`${shown(line, stderr)}\n`);
  };
  return {
    print,
    bytes: (lines) => write(Buffer.concat(lines.flatMap((line) => [line, NEW_LINE]))),
    status: (text) => print(`-----> ${text}`),
    info: (text) => print(`       ${text}`),
    note,
    flash: (line) => {
      if (!stderr.isTTY) return;
      stderr.write(CLEAR_LINE + toScreen(line));
      isFlashing = line !== "";
    },
    json: (value) => {
      const text = JSON.stringify(value, null, 2);
      write(`${stdout.isTTY ? text.replaceAll(/[\x7f-\x9f]/g, inJson) : text}\n`);
    },
    fail: ({ message, details }) => {
      note(` !     ${message}`);
      for (const detail of details) note(`       ${detail}`);
    },
    isScreen: stdout.isTTY === true,
    colour: colours(stdout.isTTY === true && !noColour),
  };
}
