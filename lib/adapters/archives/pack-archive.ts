import { createHash } from "node:crypto";
import { crc32, createDeflateRaw } from "node:zlib";
import { KIB } from "../../core/units";
import type { ArchiveFigures } from "../../ports/archives";
import { combineCrc32 } from "./crc32";
import { archiveHeaders, BLOCK_BYTES } from "./tar-header";
import { through } from "./through";

/** No name, no time, made by the fastest method, on Unix. https://www.rfc-editor.org/rfc/rfc1952 */
const GZIP_HEADER = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 4, 3]);
const HEADERS_BYTES = 2 * BLOCK_BYTES;
/** Not the last block, stored; its length, and the same with every bit turned. https://www.rfc-editor.org/rfc/rfc1951 (3.2.4) */
const STORED_BLOCK = Buffer.from([0, 0x00, 0x04, 0xff, 0xfb]);
const OPENING_BYTES = GZIP_HEADER.length + STORED_BLOCK.length + HEADERS_BYTES;

export type PackedArchive = {
  /** Begins with zeros in the place of the opening. */
  content: AsyncIterable<Uint8Array>;
  /** Goes over the first bytes of the content; known once that has ended. */
  opening: () => Uint8Array;
  figures: () => ArchiveFigures;
};

/**
 * A `.tar.gz` of a dump whose size is only known at its end, though its tar header stands first: the headers are stored, not compressed, so
 * that their place is known before.
 */
export function packArchive(
  dump: AsyncIterable<Uint8Array>,
  { folder, fileName, takenAt }: { folder: string; fileName: string | undefined; takenAt: Date },
): PackedArchive {
  const tar = followHeaders(dump);
  let archiveBytes = 0;
  const headers = () => archiveHeaders({ folder, fileName, bytes: tar.dumpBytes(), at: takenAt });
  async function* content() {
    yield new Uint8Array(OPENING_BYTES);
    archiveBytes = OPENING_BYTES;
    for await (const piece of through(tar.content(), createDeflateRaw({ level: 1, chunkSize: 256 * KIB }))) {
      archiveBytes += piece.length;
      yield piece;
    }
    const trailer = trailerOf(headers(), tar.checked());
    archiveBytes += trailer.length;
    yield trailer;
  }
  return {
    content: content(),
    opening: () => Buffer.concat([GZIP_HEADER, STORED_BLOCK, headers()]),
    figures: () => ({ dumpBytes: tar.dumpBytes(), dumpSha256: tar.dumpSha256(), archiveBytes }),
  };
}

/** What follows the headers in the tar: the dump, filled up to a whole block, and the two empty blocks of the end. */
function followHeaders(dump: AsyncIterable<Uint8Array>) {
  const hash = createHash("sha256");
  let sha256 = "";
  let dumpBytes = 0;
  let crc = 0;
  let bytes = 0;
  const count = (piece: Uint8Array) => {
    crc = crc32(piece, crc);
    bytes += piece.length;
    return piece;
  };
  async function* content() {
    for await (const piece of dump) {
      hash.update(piece);
      yield count(piece);
    }
    dumpBytes = bytes;
    sha256 = hash.digest("hex");
    yield count(new Uint8Array(((BLOCK_BYTES - (bytes % BLOCK_BYTES)) % BLOCK_BYTES) + 2 * BLOCK_BYTES));
  }
  return { content, checked: () => ({ crc, bytes }), dumpBytes: () => dumpBytes, dumpSha256: () => sha256 };
}

function trailerOf(headers: Uint8Array, rest: { crc: number; bytes: number }): Buffer {
  const trailer = Buffer.alloc(8);
  trailer.writeUInt32LE(combineCrc32({ first: crc32(headers), second: rest }));
  trailer.writeUInt32LE((headers.length + rest.bytes) % 2 ** 32, 4);
  return trailer;
}
