import { inBlocks } from "../../core/bytes/in-blocks";
import { KIB } from "../../core/units";
import type { Archives, ObjectSource } from "../../ports/archives";
import type { ByteRange } from "../../ports/backup-storage";
import {
  CHUNK_BYTES,
  type ChunkedFile,
  NONCE_BYTES,
  openChunk,
  payloadKey,
  SEALED_CHUNK_BYTES,
  TAG_BYTES,
} from "./age-chunks.mjs";
import { openHeader } from "./age-header";
import { type Opened, openBeside } from "./opener";
import { spoilt } from "./refusals";

/** A header for one recipient has some 170 bytes. */
const BEGINNING_BYTES = 4 * KIB;
/** What is opened at once for a download: a little more than a mebibyte. */
const SPACE_CHUNKS = 16;
const SPACE_BYTES = SPACE_CHUNKS * SEALED_CHUNK_BYTES;

const CUT = "it was cut short.";
const CHANGED = "bytes in it were changed, or are missing.";

type Payload = ChunkedFile & { object: ObjectSource; startsAt: number; bytes: number };

export const openArchive: Archives["openArchive"] = async (object, identity) => {
  const payload = await openPayload(object, identity);
  return { bytes: payload.bytes, read: (range) => readRange(payload, range) };
};

/** The whole archive, in pieces that stay good. */
export async function* readArchive(object: ObjectSource, identity: string): AsyncGenerator<Uint8Array> {
  const payload = await openPayload(object, identity);
  const sealed = await object.read({ from: payload.startsAt, to: object.bytes });
  let number = 0;
  for await (const chunk of inBlocks(sealed, SEALED_CHUNK_BYTES)) {
    const plain = openChunk(payload.key, { number, isLast: number === payload.chunks - 1 }, chunk);
    if (!plain) throw spoilt(CHANGED);
    yield plain;
    number++;
  }
  if (number < payload.chunks) throw spoilt(CUT);
}

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
  if (sealedBytes - (chunks - 1) * SEALED_CHUNK_BYTES <= TAG_BYTES) throw spoilt(CUT);
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
  let at = first * CHUNK_BYTES;
  for await (const plain of openAhead(payload, first, sealed)) {
    yield plain.subarray(Math.max(0, from - at), to - at);
    at += plain.length;
  }
  if (at < to) throw spoilt(CUT);
}

/** While a piece is sent the next one is opened beside it, in the memory of the one before. */
async function* openAhead(
  file: ChunkedFile,
  first: number,
  sealed: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  const spaces: ArrayBuffer[] = [];
  let number = first;
  let ahead: Promise<Opened> | undefined;
  for await (const { space, bytes } of inSpaces(sealed, spaces)) {
    const opened = ahead && (await ahead);
    ahead = openBeside({ file: { key: file.key, chunks: file.chunks }, first: number, space, bytes });
    // Nobody waits for it when the caller goes away.
    ahead.catch(() => {});
    number += SPACE_CHUNKS;
    if (!opened) continue;
    yield plainOf(opened);
    spaces.push(opened.space);
  }
  if (ahead !== undefined) yield plainOf(await ahead);
}

function plainOf({ space, bytes }: Opened): Uint8Array {
  if (bytes === null) throw spoilt(CHANGED);
  return new Uint8Array(space, 0, bytes);
}

type Filled = { space: ArrayBuffer; bytes: number };

/** The same bytes in spaces, each full but for the last one: those that are free again, or new ones. */
async function* inSpaces(content: AsyncIterable<Uint8Array>, spaces: ArrayBuffer[]): AsyncGenerator<Filled> {
  let space: ArrayBuffer | undefined;
  let bytes = 0;
  for await (const piece of content)
    for (let at = 0; at < piece.length; ) {
      space ??= spaces.pop() ?? new ArrayBuffer(SPACE_BYTES);
      const part = piece.subarray(at, at + SPACE_BYTES - bytes);
      new Uint8Array(space).set(part, bytes);
      at += part.length;
      bytes += part.length;
      if (bytes < SPACE_BYTES) continue;
      yield { space, bytes };
      [space, bytes] = [undefined, 0];
    }
  if (space) yield { space, bytes };
}
