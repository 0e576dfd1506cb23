/**
 * The same bytes in pieces of exactly `blockBytes`, the last of which may be shorter and is never empty. Holds one block at most; what
 * lies whole in a piece of the source is handed on as a part of that piece.
 */
export async function* inBlocks(
  content: AsyncIterable<Uint8Array>,
  blockBytes: number,
): AsyncGenerator<Uint8Array> {
  let block = new Uint8Array(blockBytes);
  let filled = 0;
  for await (const piece of content) {
    for (let at = 0; at < piece.length; ) {
      const part = piece.subarray(at, at + blockBytes - filled);
      at += part.length;
      if (part.length === blockBytes) {
        yield part;
        continue;
      }
      block.set(part, filled);
      filled += part.length;
      if (filled < blockBytes) continue;
      yield block;
      block = new Uint8Array(blockBytes);
      filled = 0;
    }
  }
  if (filled > 0) yield block.subarray(0, filled);
}
