export type ByteReader = {
  /** Exactly so many bytes, or what is left of them at the end. */
  take: (bytes: number) => Promise<Buffer>;
  /** The next bytes, which stay to be read. */
  peek: (bytes: number) => Promise<Buffer>;
  /** As many bytes in pieces as they come; fewer at the end. */
  pass: (bytes: number) => AsyncGenerator<Uint8Array>;
  /** Ends the source, which may not be over. */
  close: () => Promise<void>;
};

/** Reads a stream of bytes by counts. */
export function byteReader(content: AsyncIterable<Uint8Array>): ByteReader {
  const source = content[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array();
  const fill = async (bytes: number) => {
    const pieces = [rest];
    let length = rest.length;
    while (length < bytes) {
      const next = await source.next();
      if (next.done) break;
      pieces.push(next.value);
      length += next.value.length;
    }
    rest = pieces.length === 1 ? rest : Buffer.concat(pieces);
  };
  const cut = (bytes: number): Uint8Array => {
    const piece = rest.subarray(0, bytes);
    rest = rest.subarray(piece.length);
    return piece;
  };
  return {
    take: async (bytes) => {
      await fill(bytes);
      return Buffer.from(cut(bytes));
    },
    peek: async (bytes) => {
      await fill(bytes);
      return Buffer.from(rest.subarray(0, bytes));
    },
    pass: async function* (bytes) {
      for (let left = bytes; left > 0; ) {
        if (rest.length === 0) await fill(1);
        if (rest.length === 0) return;
        const piece = cut(left);
        left -= piece.length;
        yield piece;
      }
    },
    close: async () => void (await source.return?.()),
  };
}
