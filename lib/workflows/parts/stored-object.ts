import { createHash } from "node:crypto";
import { DomainError } from "../../core/errors";
import { KIB } from "../../core/units";
import type { ObjectSource } from "../../ports/archives";
import type { BackupStorage } from "../../ports/backup-storage";

const HEAD_BYTES = 64 * KIB;

type Content = AsyncIterable<Uint8Array>;
type Copying = {
  source: ObjectSource;
  storage: BackupStorage;
  name: string;
  /** What watches the body on its way. */
  watch?: (body: Content) => Content;
};

/** An object as whoever opens it needs it; null when it is not there. */
export async function findSource(storage: BackupStorage, name: string): Promise<ObjectSource | null> {
  const stored = await storage.stat(name);
  return stored && { bytes: stored.bytes, read: (range) => storage.read(name, range) };
}

/** Writes an object into a storage; the hash is that of what came from its source. */
export async function writeCopy({
  source,
  storage,
  name,
  watch = (body) => body,
}: Copying): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  const hashed = async function* (content: Content) {
    for await (const piece of content) {
      hash.update(piece);
      yield piece;
    }
  };
  const headBytes = Math.min(HEAD_BYTES, source.bytes);
  const pieces: Uint8Array[] = [];
  for await (const piece of hashed(await source.read({ from: 0, to: headBytes }))) pieces.push(piece);
  const head = Buffer.concat(pieces);
  const rest =
    headBytes < source.bytes ? await source.read({ from: headBytes, to: source.bytes }) : nothing();
  const { bytes } = await storage.put({
    name,
    head: { bytes: head.length, read: async () => head },
    body: watch(hashed(rest)),
  });
  return { bytes, sha256: hash.digest("hex") };
}

async function* nothing(): AsyncGenerator<Uint8Array> {}

/** Reads the copy whole. @throws DomainError `invalid` reason `copy_differs`. */
export async function assertCopied(storage: BackupStorage, name: string, sha256: string): Promise<void> {
  const hash = createHash("sha256");
  for await (const piece of await storage.read(name)) hash.update(piece);
  if (hash.digest("hex") !== sha256)
    throw new DomainError("invalid", "copy_differs", "What was stored there is not what was written.");
}
