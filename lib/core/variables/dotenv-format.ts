/** What stands for itself: nothing that is cut at its ends, opens a quote, begins a comment or ends the line. */
const isPlain = (value: string): boolean =>
  value === value.trim() && !/^['"]|(?:^|[ \t])#|[\r\n\u2028\u2029]/.test(value);

const ESCAPES: Readonly<Record<string, string>> = { "\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r" };

/**
 * A line of a .env file, or a few, from which `parseDotenv` reads the same value: as it is where that is possible, else in single
 * quotes, which shells and other readers also take as they stand, else in double quotes with escapes.
 */
export function formatDotenv({ name, value }: { name: string; value: string }): string {
  if (isPlain(value)) return `${name}=${value}`;
  if (!/['\r]/.test(value)) return `${name}='${value}'`;
  return `${name}="${value.replace(/[\\"\r\n]/g, (character) => ESCAPES[character] ?? character)}"`;
}
