/** A command in words, or why it is none. */
export type Command = { isValid: true; words: string[] } | { isValid: false; reason: "unbalanced_quotes" };

/** A quoted part, an escaped character, a space between words, or plain characters; what is left is an open quote or a last backslash. */
const PART = /'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])|(\s+)|([^\s'"\\]+)/y;
/** Within double quotes a backslash keeps its meaning only before these. https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_02_03 */
const ESCAPED = /\\([$`"\\])/g;
const LINE_CONTINUATION = /\\\n/g;

/**
 * Splits a command into words as a shell would, with single quotes, double quotes and backslashes, but without variables, globs or
 * pipes: no shell runs it. Blank text gives no words.
 */
export function splitCommand(text: string): Command {
  const words: string[] = [];
  let word: string | null = null;
  PART.lastIndex = 0;
  const source = text.replace(LINE_CONTINUATION, "");
  while (PART.lastIndex < source.length) {
    const part = PART.exec(source);
    if (!part) return { isValid: false, reason: "unbalanced_quotes" };
    const [, single, double, escaped, space, plain] = part;
    if (space === undefined)
      word = (word ?? "") + (single ?? double?.replace(ESCAPED, "$1") ?? escaped ?? plain ?? "");
    else if (word !== null) {
      words.push(word);
      word = null;
    }
  }
  if (word !== null) words.push(word);
  return { isValid: true, words };
}
