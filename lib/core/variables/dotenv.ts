/** A variable of a file, with the line it begins in, from 1. */
export type DotenvVariable = { name: string; value: string; line: number };
/** What is wrong in a line, from 1, in a sentence. */
export type DotenvProblem = { line: number; message: string };
/** The variables of a file in its order, or all that is wrong in it: never a part. */
export type Dotenv =
  | { isValid: true; variables: DotenvVariable[] }
  | { isValid: false; problems: DotenvProblem[] };

const BLANK_OR_COMMENT = /[ \t]*(?:#[^\n]*)?(?:\n|$)/y;
const NAME = /[ \t]*(?:export[ \t]+)?([^\s=#'"]+)[ \t]*=[ \t]*/y;
const SINGLE_QUOTED = /'([^']*)'/y;
const DOUBLE_QUOTED = /"((?:[^"\\]|\\[\s\S])*)"/y;
const UNQUOTED = /[^\n]*/y;
const COMMENT_AFTER_VALUE = /(?:^|[ \t])#.*$/;
const REST_OF_LINE = /[^\n]*(?:\n|$)/y;
const ESCAPE = /\\([\s\S])/g;
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t" };

/**
 * Reads text in the form of a .env file: comments, `export`, plain, single-quoted (taken as it stands) and double-quoted values
 * (`\n`, `\r`, `\t`, any other character after a backslash is itself), both of which may span lines. Nothing is expanded. Variables
 * come in the order of the text, the last one of a name wins; lines count from 1, and every wrong line is told.
 * @source https://github.com/motdotla/dotenv#what-rules-does-the-parsing-engine-follow
 */
export function parseDotenv(text: string): Dotenv {
  const source = text.replace(/^\uFEFF/, "").replace(/\r\n?/g, "\n");
  const byName = new Map<string, DotenvVariable>();
  const problems: DotenvProblem[] = [];
  let at = 0;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (match) at = pattern.lastIndex;
    return match;
  };
  let line = 1;
  let counted = 0;
  while (at < source.length) {
    line += countNewlines(source.slice(counted, at));
    counted = at;
    if (take(BLANK_OR_COMMENT)) continue;
    const name = take(NAME)?.[1];
    const value = name === undefined ? null : takeValue(take, source[at]);
    if (name !== undefined && value !== null && take(BLANK_OR_COMMENT)) {
      byName.delete(name);
      byName.set(name, { name, value, line });
      continue;
    }
    problems.push({ line, message: problemOf(name, value) });
    take(REST_OF_LINE);
  }
  return problems.length > 0
    ? { isValid: false, problems }
    : { isValid: true, variables: [...byName.values()] };
}

/** Null for a quote that is never closed. */
function takeValue(
  take: (pattern: RegExp) => RegExpExecArray | null,
  first: string | undefined,
): string | null {
  if (first === "'") return take(SINGLE_QUOTED)?.[1] ?? null;
  if (first === '"') {
    const quoted = take(DOUBLE_QUOTED)?.[1];
    return quoted?.replace(ESCAPE, (_all, character: string) => ESCAPES[character] ?? character) ?? null;
  }
  return (take(UNQUOTED)?.[0] ?? "").replace(COMMENT_AFTER_VALUE, "").trim();
}

function problemOf(name: string | undefined, value: string | null): string {
  if (name === undefined) return "Write NAME=value.";
  return value === null ? "The quote is not closed." : "Something stands after the closing quote.";
}

const countNewlines = (text: string): number => text.split("\n").length - 1;
