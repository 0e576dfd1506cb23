import { createHash } from "node:crypto";
import { DomainError } from "../../core/errors";
import { KIB } from "../../core/units";
import type { ObjectSource } from "../../ports/archives";
import type { BackupStorage } from "../../ports/backup-storage";

const HEAD_BYTES = 64 * KIB;

/** An object as whoever opens it needs it. @throws DomainError `not_found` when it is not there. */
export async function sourceOf(storage: BackupStorage, name: string): Promise<ObjectSource> {
  const stored = await storage.stat(name);
  if (!stored) throw new DomainError("not_found", "object_missing", `The storage has no object ${name}.`);
  return { bytes: stored.bytes, read: (range) => storage.read(name, range) };
}

/** Writes an object into another storage, then reads it whole: it is what was written. */
export async function copyObject(
  from: BackupStorage,
  to: BackupStorage,
  names: { from: string; to: string },
): Promise<void> {
  const { bytes, read } = await sourceOf(from, names.from);
  const headBytes = Math.min(HEAD_BYTES, bytes);
  const head = Buffer.concat(await piecesOf(await read({ from: 0, to: headBytes })));
  const body = headBytes < bytes ? await read({ from: headBytes, to: bytes }) : nothing();
  await to.put({ name: names.to, head: { bytes: head.length, read: async () => head }, body });
  if ((await hashOf(to, names.to)) !== (await hashOf(from, names.from)))
    throw new DomainError("invalid", "copy_differs", "What was stored there is not what was written.");
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

async function piecesOf(content: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const pieces: Uint8Array[] = [];
  for await (const piece of content) pieces.push(piece);
  return pieces;
}

async function hashOf(storage: BackupStorage, name: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of await storage.read(name)) hash.update(piece);
  return hash.digest("hex");
}
