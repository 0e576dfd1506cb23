import { createCipheriv, createDecipheriv, hkdfSync } from "node:crypto";
import { KIB } from "../../core/units";

/** https://github.com/C2SP/C2SP/blob/main/age.md (Payload): chunks of 64 KiB, each sealed by itself with its number. */
export const CHUNK_BYTES = 64 * KIB;
export const NONCE_BYTES = 16;
export const TAG_BYTES = 16;
export const SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES;

const CIPHER = "chacha20-poly1305";
const WITH_TAG = { authTagLength: TAG_BYTES };

/** Where a chunk stands in its file. */
export type ChunkPlace = { number: number; isLast: boolean };

export const payloadKey = (fileKey: Uint8Array, nonce: Uint8Array): Uint8Array =>
  new Uint8Array(hkdfSync("sha256", fileKey, nonce, "payload", 32));

function nonceOf({ number, isLast }: ChunkPlace): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(number, 5, 6);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

export function sealChunk(key: Uint8Array, place: ChunkPlace, plain: Uint8Array): Buffer {
  const cipher = createCipheriv(CIPHER, key, nonceOf(place), WITH_TAG);
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Null when it is not what was sealed at that place. */
export function openChunk(key: Uint8Array, place: ChunkPlace, sealed: Uint8Array): Buffer | null {
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
