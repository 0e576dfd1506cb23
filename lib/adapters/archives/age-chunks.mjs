// @ts-check
// Plain JavaScript, so that a thread can run it as it stands.

import { createCipheriv, createDecipheriv, hkdfSync } from "node:crypto";

/** https://github.com/C2SP/C2SP/blob/main/age.md (Payload): chunks of 64 KiB, each sealed by itself with its number. */
export const CHUNK_BYTES = 65_536;
export const NONCE_BYTES = 16;
export const TAG_BYTES = 16;
export const SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES;

const CIPHER = "chacha20-poly1305";
const WITH_TAG = { authTagLength: TAG_BYTES };

/**
 * Where a chunk stands in its file.
 * @typedef {{ number: number, isLast: boolean }} ChunkPlace
 */

/**
 * What chunks are sealed with, and how many there are.
 * @typedef {{ key: Uint8Array, chunks: number }} ChunkedFile
 */

/** @type {(fileKey: Uint8Array, nonce: Uint8Array) => Uint8Array} */
export const payloadKey = (fileKey, nonce) =>
  new Uint8Array(hkdfSync("sha256", fileKey, nonce, "payload", 32));

/** @type {(place: ChunkPlace) => Buffer} */
function nonceOf({ number, isLast }) {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(number, 5, 6);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

/** @type {(key: Uint8Array, place: ChunkPlace, plain: Uint8Array) => Buffer} */
export function sealChunk(key, place, plain) {
  const cipher = createCipheriv(CIPHER, key, nonceOf(place), WITH_TAG);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/**
 * Null when it is not what was sealed at that place.
 * @type {(key: Uint8Array, place: ChunkPlace, sealed: Uint8Array) => Buffer | null}
 */
export function openChunk(key, place, sealed) {
  if (sealed.length < TAG_BYTES) return null;
  const decipher = createDecipheriv(CIPHER, key, nonceOf(place), WITH_TAG);
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  const plain = decipher.update(sealed.subarray(0, -TAG_BYTES));
  try {
    decipher.final();
    return plain;
  } catch {
    // Node has no other way to say that the tag does not fit.
    return null;
  }
}

/**
 * Opens chunks that follow each other, `first` the number of the first, where they stand: `bytes` then begins with what was in them, whose
 * length is answered. Null when one is not what was sealed at its place.
 * @type {(file: ChunkedFile, first: number, bytes: Uint8Array) => number | null}
 */
export function openInPlace({ key, chunks }, first, bytes) {
  let opened = 0;
  for (let at = 0, number = first; at < bytes.length; at += SEALED_CHUNK_BYTES, number++) {
    const sealed = bytes.subarray(at, at + SEALED_CHUNK_BYTES);
    const plain = openChunk(key, { number, isLast: number === chunks - 1 }, sealed);
    if (!plain) return null;
    bytes.set(plain, opened);
    opened += plain.length;
  }
  return opened;
}
