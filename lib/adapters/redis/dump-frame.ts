/** How a dump is sent: with its length before it, or with a mark behind it. https://redis.io/docs/latest/operate/oss_and_stack/management/replication/ */
export type DumpFrame = { totalBytes: number } | { mark: Buffer };

const MARK_BYTES = 40;
const LENGTH = /^\$(\d{1,15})$/;
const MARK = new RegExp(`^\\$EOF:([0-9a-f]{${MARK_BYTES}})$`);

/** Reads the line in front of a dump; null when it is none. */
export function parseFrame(line: string): DumpFrame | null {
  const length = LENGTH.exec(line)?.[1];
  if (length !== undefined) return { totalBytes: Number(length) };
  const mark = MARK.exec(line)?.[1];
  return mark === undefined ? null : { mark: Buffer.from(mark, "latin1") };
}

/** The dump alone. What the chunks throw at their end, when it comes too early, is for who made them. */
export async function* unframed(
  chunks: AsyncIterator<Buffer, undefined>,
  frame: DumpFrame,
): AsyncGenerator<Buffer> {
  if ("mark" in frame) yield* untilMark(chunks, frame.mark);
  else yield* untilLength(chunks, frame.totalBytes);
}

async function* untilLength(chunks: AsyncIterator<Buffer, undefined>, bytes: number): AsyncGenerator<Buffer> {
  for (let left = bytes; left > 0; ) {
    const chunk = await nextOf(chunks);
    const piece = chunk.subarray(0, left);
    left -= piece.length;
    if (piece.length > 0) yield piece;
  }
}

/** What may be the beginning of the mark is held back until more has come. */
async function* untilMark(chunks: AsyncIterator<Buffer, undefined>, mark: Buffer): AsyncGenerator<Buffer> {
  for (let held: Buffer = Buffer.alloc(0); ; ) {
    const seen = Buffer.concat([held, await nextOf(chunks)]);
    const end = seen.indexOf(mark);
    const sure = end >= 0 ? end : Math.max(0, seen.length - mark.length + 1);
    if (sure > 0) yield seen.subarray(0, sure);
    if (end >= 0) return;
    held = seen.subarray(sure);
  }
}

async function nextOf(chunks: AsyncIterator<Buffer, undefined>): Promise<Buffer> {
  const { value } = await chunks.next();
  if (value === undefined) throw new CutShort("the connection ended before the dump was whole");
  return value;
}

/** The chunks ended before the frame did. */
export class CutShort extends Error {
  override readonly name = "CutShort";
}
