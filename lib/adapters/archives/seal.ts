import { randomBytes } from "node:crypto";
import { inBlocks } from "../../core/bytes/in-blocks";
import type { Archives } from "../../ports/archives";
import { CHUNK_BYTES, NONCE_BYTES, payloadKey, SEALED_CHUNK_BYTES, sealChunk } from "./age-chunks.mjs";
import { newHeader } from "./age-header";
import { packArchive } from "./pack-archive";

/** The first chunk, which holds the archive's opening, is kept back and sealed last. */
export const seal: Archives["seal"] = async ({ dump, folder, fileName, takenAt, recipient }) => {
  const { header, fileKey } = await newHeader(recipient);
  const nonce = randomBytes(NONCE_BYTES);
  const key = payloadKey(fileKey, nonce);
  const archive = packArchive(dump, { folder, fileName, takenAt });
  let first: Uint8Array | null = null;
  let number = 0;
  let isOver = false;
  async function* body() {
    let held: Uint8Array | null = null;
    for await (const chunk of inBlocks(archive.content, CHUNK_BYTES)) {
      if (!first) {
        first = chunk;
        continue;
      }
      // Only when another one follows it is known not to be the last.
      if (held) yield sealChunk(key, { number: ++number, isLast: false }, held);
      held = chunk;
    }
    if (held) yield sealChunk(key, { number: ++number, isLast: true }, held);
    isOver = true;
  }
  const read = async () => {
    if (!(first && isOver)) throw new Error("the head is read before the body has ended");
    first.set(archive.opening());
    return Buffer.concat([header, nonce, sealChunk(key, { number: 0, isLast: number === 0 }, first)]);
  };
  return {
    head: { bytes: header.length + NONCE_BYTES + SEALED_CHUNK_BYTES, read },
    body: body(),
    figures: archive.figures,
  };
};
