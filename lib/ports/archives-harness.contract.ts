import { createHash, randomBytes } from "node:crypto";
import { beforeAll, expect } from "vitest";
import { MIB } from "../core/units";
import type { Archives, ObjectSource } from "./archives";
import type { ByteRange } from "./backup-storage";

/** Of clear text in a chunk; sealed it has 16 bytes more. */
export const CHUNK_BYTES = 65_536;
const MAX_BYTES = 64 * MIB;
export const TAKEN_AT = new Date("2026-11-28T01:00:00Z");
export const FOLDER = "20261128010000_my-app-3030";

export const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

/** Each piece is copied: its memory may serve again. */
export const collect = async (content: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
};

export async function* piecesOf(bytes: Uint8Array, pieceBytes = 50_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes);
}

/** A dump by its first letters; the rest is random, so that it cannot be compressed. */
export const dumpOf = (bytes: number): Buffer => {
  const dump = randomBytes(bytes);
  dump.write("REDIS0012");
  return dump;
};

/** A stored object, and which ranges of it were read. */
export function sourceOf(bytes: Uint8Array): ObjectSource & { ranges: ByteRange[] } {
  const ranges: ByteRange[] = [];
  return {
    bytes: bytes.length,
    ranges,
    read: async (range) => {
      ranges.push(range);
      return piecesOf(bytes.subarray(range.from, range.to));
    },
  };
}

/** The object that a storage would hold. */
export async function sealed(archives: Archives, dump: AsyncIterable<Uint8Array>, recipient: string) {
  const { head, body, figures } = await archives.seal({ dump, folder: FOLDER, takenAt: TAKEN_AT, recipient });
  const rest = await collect(body);
  const beginning = await head.read();
  if (rest.length > 0) expect(beginning).toHaveLength(head.bytes);
  else expect(beginning.length).toBeLessThanOrEqual(head.bytes);
  return { object: Buffer.concat([beginning, rest]), figures: figures() };
}

/** A pair of keys, made before the tests, and what is done with objects sealed for it. */
export function withKeys(archives: Archives) {
  let keys: { identity: string; recipient: string };
  beforeAll(async () => {
    keys = await archives.createIdentity();
  });
  return {
    keys: () => keys,
    seal: (dump: Uint8Array) => sealed(archives, piecesOf(dump), keys.recipient),
    readAll: async (object: Uint8Array) => {
      const archive = await archives.openArchive(sourceOf(object), keys.identity);
      return collect(archive.read({ from: 0, to: archive.bytes }));
    },
    readDump: (object: Uint8Array, identity = keys.identity) =>
      collect(archives.readDump(sourceOf(object), identity)),
    readUpload: (file: Uint8Array, maxBytes = MAX_BYTES) =>
      collect(archives.readUpload(piecesOf(file), maxBytes)),
  };
}
