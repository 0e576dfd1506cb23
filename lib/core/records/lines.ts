const NEW_LINE = 10;
const BACKSLASH = 92;
const DOT = 46;

/** How COPY says that a table is over. https://www.postgresql.org/docs/current/sql-copy.html (Text Format) */
export const END_OF_TABLE = "\\.\n";

/** What is read by lines, in order. */
export type LineReader = {
  /** The next line without its end; null at the end of all. */
  line: () => Promise<string | null>;
  /** Rows up to the mark that ends a table, in pieces of whole lines. @throws what `cut` makes when the mark never comes. */
  rows: () => AsyncGenerator<Uint8Array>;
  /** Ends the source, which may not be over. */
  close: () => Promise<void>;
};

/** Reads what is made of lines: single ones, and tables as COPY writes them. */
export function lineReader(content: AsyncIterable<Uint8Array>, cut: () => Error): LineReader {
  const source = content[Symbol.asyncIterator]();
  let held: Uint8Array = new Uint8Array();
  const more = async (): Promise<boolean> => {
    const next = await source.next();
    if (next.done) return false;
    const joined = new Uint8Array(held.length + next.value.length);
    joined.set(held);
    joined.set(next.value, held.length);
    held = joined;
    return true;
  };
  const line = async (): Promise<string | null> => {
    let end = held.indexOf(NEW_LINE);
    while (end < 0) {
      if (!(await more())) {
        if (held.length > 0) throw cut();
        return null;
      }
      end = held.indexOf(NEW_LINE);
    }
    const text = new TextDecoder().decode(held.subarray(0, end));
    held = held.subarray(end + 1);
    return text;
  };
  async function* rows(): AsyncGenerator<Uint8Array> {
    for (;;) {
      const { bytes, isOver } = wholeLines(held);
      if (bytes > 0) yield held.subarray(0, bytes);
      held = held.subarray(isOver ? bytes + END_OF_TABLE.length : bytes);
      if (isOver) return;
      if (!(await more())) throw cut();
    }
  }
  return { line, rows, close: async () => void (await source.return?.()) };
}

/** How many bytes of whole lines stand before the mark, or before a line that is not whole yet. */
function wholeLines(held: Uint8Array): { bytes: number; isOver: boolean } {
  for (let start = 0; ; ) {
    const end = held.indexOf(NEW_LINE, start);
    if (end < 0) return { bytes: start, isOver: false };
    if (end - start === 2 && held[start] === BACKSLASH && held[start + 1] === DOT)
      return { bytes: start, isOver: true };
    start = end + 1;
  }
}
