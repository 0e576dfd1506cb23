import { access, type FileHandle, lstat, open, readdir, rm, unlink } from "node:fs/promises";
import { join, resolve } from "node:path";
import { MIB } from "../../core/units";
import type { BackupStorage, ByteRange, StoredObject } from "../../ports/backup-storage";
import { call, codeOf } from "./folder-calls";
import { freeBytesOf, putIntoFolder, UNFINISHED } from "./folder-put";
import { objectName } from "./object-name";
import { nameTaken, notFound, storageAway, UNFINISHED_MS } from "./refusals";

const READ_BYTES = MIB;

/** Objects as files of a folder, which must be there: one that is missing is a disk that is not mounted, not an empty storage. */
export function folderStorage(folder: string): BackupStorage {
  const root = resolve(folder);
  const pathOf = (name: string) => join(root, objectName(name));
  const find = async (name: string): Promise<StoredObject | null> => {
    await assertThere(root);
    const found = await orNull(call(root, lstat(pathOf(name))));
    return found?.isFile() ? { name, bytes: found.size, storedAt: found.mtime } : null;
  };
  return {
    put: async (object) => {
      const path = pathOf(object.name);
      if (await find(object.name)) throw nameTaken(object.name);
      return { bytes: await putIntoFolder(root, path, object) };
    },
    read: async (name, range, { fleeting } = { fleeting: false }) => {
      const found = await find(name);
      if (!found) throw notFound(name);
      const to = Math.min(range?.to ?? found.bytes, found.bytes);
      const file = { name, path: pathOf(name), range: { from: range?.from ?? 0, to } };
      return piecesOf(root, file, fleeting ? twoSpaces() : newSpace);
    },
    stat: find,
    list: (prefix) => listFolder(root, "", prefix),
    remove: async (name) => {
      await assertThere(root);
      await orNull(call(root, unlink(pathOf(name))));
    },
    removeUnfinished: () => removeUnfinished(root),
    freeBytes: async () => {
      await assertThere(root);
      return Math.max(0, await freeBytesOf(root));
    },
  };
}

async function assertThere(root: string): Promise<void> {
  if (
    (await orNull(
      call(
        root,
        access(root).then(() => true),
      ),
    )) !== null
  )
    return;
  throw storageAway(
    `The folder ${root}`,
    "it is not there. Make it, or mount the disk that it is on: Berth does not, so that a missing disk is never taken for an empty one.",
  );
}

async function orNull<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

/** Memory for the next piece of a file, of so many bytes. */
type Space = (bytes: number) => Buffer;

const newSpace: Space = (bytes) => Buffer.allocUnsafe(bytes);

/** In turns: one is read into while the other is worked on. */
function twoSpaces(): Space {
  let [next, other] = [newSpace(READ_BYTES), newSpace(READ_BYTES)];
  return (bytes) => {
    [next, other] = [other, next];
    return other.subarray(0, bytes);
  };
}

async function* piecesOf(
  root: string,
  { name, path, range }: { name: string; path: string; range: ByteRange },
  space: Space,
): AsyncGenerator<Uint8Array> {
  const file = await orNull(call(root, open(path, "r")));
  if (!file) throw notFound(name);
  try {
    let at = range.from;
    let coming = readAt(root, file, { from: at, to: range.to }, space);
    while (at < range.to) {
      const piece = await coming;
      if (piece.length === 0) return;
      at += piece.length;
      // The disk reads on while the piece is worked on.
      coming = readAt(root, file, { from: at, to: range.to }, space);
      yield piece;
    }
  } finally {
    await file.close();
  }
}

/** Nothing at the end. One that nobody waits for any more fails silently. */
function readAt(root: string, file: FileHandle, { from, to }: ByteRange, space: Space): Promise<Buffer> {
  const piece = space(Math.max(0, Math.min(READ_BYTES, to - from)));
  const work = call(root, file.read(piece, 0, piece.length, from)).then(({ bytesRead }) =>
    piece.subarray(0, bytesRead),
  );
  work.catch(() => {});
  return work;
}

async function* listFolder(root: string, above: string, prefix: string): AsyncGenerator<StoredObject> {
  if (above === "") await assertThere(root);
  const entries = (await orNull(call(root, readdir(join(root, above), { withFileTypes: true })))) ?? [];
  const names = entries
    .filter((entry) => !entry.name.startsWith("."))
    .map((entry) => above + entry.name + (entry.isDirectory() ? "/" : ""))
    // Of a folder that does not lead to the prefix nothing is read.
    .filter((name) => name.startsWith(prefix) || (name.endsWith("/") && prefix.startsWith(name)))
    .sort();
  for (const name of names) {
    if (name.endsWith("/")) {
      yield* listFolder(root, name, prefix);
      continue;
    }
    const found = await orNull(call(root, lstat(join(root, name))));
    if (found?.isFile()) yield { name, bytes: found.size, storedAt: found.mtime };
  }
}

async function removeUnfinished(root: string): Promise<void> {
  await assertThere(root);
  const folder = join(root, UNFINISHED);
  for (const name of (await orNull(call(root, readdir(folder)))) ?? []) {
    const found = await orNull(call(root, lstat(join(folder, name))));
    if (found && Date.now() - found.mtimeMs > UNFINISHED_MS)
      await call(root, rm(join(folder, name), { force: true }));
  }
}
