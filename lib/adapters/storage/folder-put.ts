import { randomUUID } from "node:crypto";
import { type FileHandle, link, mkdir, open, rm, statfs } from "node:fs/promises";
import { dirname, join } from "node:path";
import { inBlocks } from "../../core/bytes/in-blocks";
import { formatBytes, MIB } from "../../core/units";
import type { NewObject } from "../../ports/backup-storage";
import { call, codeOf } from "./folder-calls";
import { nameTaken, storageFull } from "./refusals";

/** Beside the objects, because only within one file system a file gets its name at once. */
export const UNFINISHED = ".unfinished";

const BLOCK_BYTES = MIB;

/** Others write to the same disk, PostgreSQL perhaps: so much of it stays free. */
const KEPT_FREE_BYTES = 256 * MIB;
const KEPT_FREE_RATIO = 0.05;

/** What may still be written; less than nothing when others have taken what is to stay free. */
export async function freeBytesOf(root: string): Promise<number> {
  const { bavail, blocks, bsize } = await call(root, statfs(root));
  return bavail * bsize - Math.min(KEPT_FREE_BYTES, blocks * bsize * KEPT_FREE_RATIO);
}

async function assertRoom(root: string, bytes: number): Promise<void> {
  const free = await freeBytesOf(root);
  if (free >= bytes) return;
  throw storageFull(
    `The folder ${root}`,
    `${formatBytes(Math.max(0, free))} of its disk may still be written, a small part of which stays free. Make room there, or choose another storage.`,
  );
}

/** Writes beside the objects and gives the file its name once it is whole and on the disk. */
export async function putIntoFolder(root: string, path: string, object: NewObject): Promise<number> {
  await assertRoom(root, object.head.bytes);
  const unfinished = join(root, UNFINISHED, randomUUID());
  await call(root, mkdir(dirname(unfinished), { recursive: true, mode: 0o700 }));
  const file = await call(root, open(unfinished, "wx", 0o600));
  try {
    const bytes = await writeParts(root, file, object).finally(() => file.close());
    await publish(root, { unfinished, path, name: object.name });
    return bytes;
  } finally {
    await call(root, rm(unfinished, { force: true }));
  }
}

/** The body first, behind a hole for the head. */
async function writeParts(root: string, file: FileHandle, { head, body }: NewObject): Promise<number> {
  let end = head.bytes;
  for await (const block of inBlocks(body, BLOCK_BYTES)) {
    await assertRoom(root, block.length);
    await writeAll(root, file, block, end);
    end += block.length;
  }
  const first = await head.read();
  const isAll = end === head.bytes && first.length < head.bytes;
  if (first.length !== head.bytes && !isAll) throw new Error("the head is not of the size that was said");
  await writeAll(root, file, first, 0);
  await call(root, file.sync());
  return isAll ? first.length : end;
}

async function writeAll(root: string, file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await call(root, file.write(bytes, done, bytes.length - done, position + done));
    done += bytesWritten;
  }
}

/** A link, unlike a rename, never takes the place of another file. */
async function publish(
  root: string,
  { unfinished, path, name }: { unfinished: string; path: string; name: string },
): Promise<void> {
  await call(root, mkdir(dirname(path), { recursive: true, mode: 0o700 }));
  try {
    await call(root, link(unfinished, path));
  } catch (error) {
    if (codeOf(error) === "EEXIST") throw nameTaken(name, error);
    throw error;
  }
  for (let folder = dirname(path); folder.length >= root.length; folder = dirname(folder))
    await syncFolder(root, folder);
}

/** The names within a folder are on the disk after this. */
async function syncFolder(root: string, path: string): Promise<void> {
  const folder = await call(root, open(path, "r"));
  try {
    await call(root, folder.sync());
  } finally {
    await folder.close();
  }
}
