import { type Duplex, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

/** What comes out of a stream that is fed with `content`; either end that fails or stops early ends the other. */
export async function* through(
  content: AsyncIterable<Uint8Array>,
  stream: Duplex,
): AsyncGenerator<Uint8Array> {
  // The stream itself throws what failed.
  const fed = pipeline(Readable.from(content, { objectMode: false }), stream).catch(() => {});
  try {
    yield* stream;
  } finally {
    stream.destroy();
    await fed;
  }
}
