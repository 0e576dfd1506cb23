import { inBlocks } from "../../core/bytes/in-blocks";
import { KIB } from "../../core/units";
import type { Archives, ObjectSource } from "../../ports/archives";
import type { ByteRange } from "../../ports/backup-storage";
import { CHUNK_BYTES, NONCE_BYTES, openChunk, payloadKey, SEALED_CHUNK_BYTES, TAG_BYTES } from "./age-chunks";
import { openHeader } from "./age-header";
import { spoilt } from "./refusals";

/** A header for one recipient has some 170 bytes. */
const BEGINNING_BYTES = 4 * KIB;

type Payload = { object: ObjectSource; key: Uint8Array; startsAt: number; bytes: number; chunks: number };

export const openArchive: Archives["openArchive"] = async (object, identity) => {
  const payload = await openPayload(object, identity);
  return { bytes: payload.bytes, read: (range) => readRange(payload, range) };
};

async function openPayload(object: ObjectSource, identity: string): Promise<Payload> {
  const beginning: Uint8Array[] = [];
  const range = { from: 0, to: Math.min(BEGINNING_BYTES, object.bytes) };
  for await (const piece of await object.read(range)) beginning.push(piece);
  const bytes = Buffer.concat(beginning);
  const header = await openHeader(bytes, identity);
  const startsAt = header.bytes + NONCE_BYTES;
  const sealedBytes = object.bytes - startsAt;
  const chunks = Math.ceil(sealedBytes / SEALED_CHUNK_BYTES);
  // The last chunk holds something.
  if (sealedBytes - (chunks - 1) * SEALED_CHUNK_BYTES <= TAG_BYTES) throw spoilt("it was cut short.");
  return {
    object,
    key: payloadKey(header.fileKey, bytes.subarray(header.bytes, startsAt)),
    startsAt,
    bytes: sealedBytes - chunks * TAG_BYTES,
    chunks,
  };
}

async function* readRange(payload: Payload, { from, to: end }: ByteRange): AsyncGenerator<Uint8Array> {
  const to = Math.min(end, payload.bytes);
  if (from >= to) return;
  const first = Math.floor(from / CHUNK_BYTES);
  const after = Math.ceil(to / CHUNK_BYTES);
  const sealed = await payload.object.read({
    from: payload.startsAt + first * SEALED_CHUNK_BYTES,
    to: Math.min(payload.startsAt + after * SEALED_CHUNK_BYTES, payload.object.bytes),
  });
  let number = first;
  for await (const plain of openChunks(payload, first, sealed)) {
    const startsAt = number * CHUNK_BYTES;
    yield plain.subarray(Math.max(0, from - startsAt), to - startsAt);
    number++;
  }
  if (number < after) throw spoilt("it was cut short.");
}

async function* openChunks(
  { key, chunks }: Payload,
  first: number,
  sealed: AsyncIterable<Uint8Array>,
): AsyncGenerator<Buffer> {
  let number = first;
  for await (const chunk of inBlocks(sealed, SEALED_CHUNK_BYTES)) {
    const plain = openChunk(key, { number, isLast: number === chunks - 1 }, chunk);
    if (!plain) throw spoilt("bytes in it were changed, or are missing.");
    yield plain;
    number++;
  }
}
