import { MIB } from "../../core/units";
import type { Archives } from "../../ports/archives";
import { type ByteReader, byteReader } from "./byte-reader";
import { tooLarge, unreadable } from "./refusals";
import { gunzip, onlyFileOf } from "./unpack-archive";

const GZIP = Buffer.from([0x1f, 0x8b]);
/** What stands around the dump in an archive: headers, and what fills up blocks. */
const AROUND_BYTES = MIB;

const isDump = (bytes: Buffer): boolean => /^(REDIS|VALKEY)/.test(bytes.toString("latin1", 0, 6));

export const readUpload: Archives["readUpload"] = async function* (file, maxBytes) {
  const reader = byteReader(file);
  try {
    const beginning = await reader.peek(6);
    if (isDump(beginning)) yield* upTo(reader.pass(Number.POSITIVE_INFINITY), maxBytes, maxBytes);
    else if (beginning.subarray(0, 2).equals(GZIP)) yield* dumpOfArchive(reader, maxBytes);
    else if (beginning.length === 0) throw unreadable("it is empty.");
    else throw unreadable("it is neither a dump of Redis (dump.rdb) nor a .tar.gz archive with one in it.");
  } finally {
    await reader.close();
  }
};

/** Counted on both sides: a small archive may unpack to anything, and a large one to nothing. */
async function* dumpOfArchive(reader: ByteReader, maxBytes: number): AsyncGenerator<Uint8Array> {
  const packed = upTo(reader.pass(Number.POSITIVE_INFINITY), maxBytes + AROUND_BYTES, maxBytes);
  const tar = upTo(gunzip(packed, unreadable), maxBytes + AROUND_BYTES, maxBytes);
  const dump = byteReader(upTo(onlyFileOf(tar, unreadable), maxBytes, maxBytes));
  try {
    const beginning = await dump.peek(6);
    if (!isDump(beginning)) throw unreadable("the file in the archive is no dump of Redis.");
    yield* dump.pass(Number.POSITIVE_INFINITY);
  } finally {
    await dump.close();
  }
}

async function* upTo(
  content: AsyncIterable<Uint8Array>,
  limitBytes: number,
  toldBytes: number,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  for await (const piece of content) {
    bytes += piece.length;
    if (bytes > limitBytes) throw tooLarge(toldBytes);
    yield piece;
  }
}
