/** A quoted part, a space between words, or plain characters; what is left is an open quote. */
const PART = /"((?:[^"\\]|\\[\s\S])*)"(?=\s|$)|'((?:[^'\\]|\\[\s\S])*)'(?=\s|$)|(\s+)|([^\s"']+)/y;
const ESCAPED = /\\(?:x([0-9a-fA-F]{2})|([\s\S]))/g;
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", a: "\u0007" };

/**
 * The words of a typed line as `redis-cli` reads them: `\n`, `\x00` and the like within double quotes, `\'` within single ones, and a
 * backslash outside of quotes is itself. Null when a quote is not closed, or something stands after it.
 * https://redis.io/docs/latest/develop/tools/cli/#string-quoting-and-escaping
 */
export function splitLine(line: string): Buffer[] | null {
  const words: Buffer[] = [];
  let parts: Buffer[] | null = null;
  PART.lastIndex = 0;
  while (PART.lastIndex < line.length) {
    const part = PART.exec(line);
    if (!part) return null;
    const [, double, single, space, plain] = part;
    if (space === undefined) parts = [...(parts ?? []), bytesOf({ double, single, plain })];
    else if (parts) {
      words.push(Buffer.concat(parts));
      parts = null;
    }
  }
  if (parts) words.push(Buffer.concat(parts));
  return words;
}

type Part = Record<"double" | "single" | "plain", string | undefined>;

function bytesOf({ double, single, plain }: Part): Buffer {
  if (double === undefined) return Buffer.from(single?.replaceAll("\\'", "'") ?? plain ?? "");
  // One character a byte, so that `\xff` is that byte.
  const text = Buffer.from(double).toString("latin1");
  const unescaped = text.replace(ESCAPED, (_all, hex?: string, character = "") =>
    hex === undefined ? (ESCAPES[character] ?? character) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(unescaped, "latin1");
}
