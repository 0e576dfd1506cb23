import { once } from "node:events";
import { type FileHandle, open, rename, stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { EXIT } from "../exit-codes";
import { Failure } from "../failure";
import type { Sink } from "./download";

/** Standard output, no faster than it is read. */
export const outputSink = (): Sink => ({
  at: 0,
  write: async (bytes) => {
    if (!process.stdout.write(bytes)) await once(process.stdout, "drain");
  },
});

/** Where a file of that name goes: `output` is a folder, a file, or nothing for the present folder. */
export async function placeOf(output: string | undefined, fileName: string): Promise<string> {
  // Said by the other side: it names a file, never a way to one.
  const name = basename(fileName);
  if (output === undefined) return name;
  return (await isFolder(output)) ? join(output, name) : output;
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (hasCode(error, "ENOENT")) return false;
    throw unwritable(path, error);
  }
}

/** A file that has its name only once it is whole. What an earlier try has brought of the same archive is kept. */
export async function withFile(
  place: string,
  { backupId, bytes }: { backupId: string; bytes: number },
  work: (sink: Sink) => Promise<void>,
): Promise<void> {
  const part = `${place}.${backupId}.part`;
  let file: FileHandle | undefined;
  try {
    file = await open(part, "a");
    let { size } = await file.stat();
    if (size > bytes) {
      await file.truncate(0);
      size = 0;
    }
    const handle = file;
    await work({ at: size, write: async (chunk) => void (await handle.writeFile(chunk)) });
    await file.sync();
    await rename(part, place);
  } catch (error) {
    throw error instanceof Failure ? error : unwritable(part, error);
  } finally {
    await file?.close();
  }
}

const hasCode = (error: unknown, code: string): boolean =>
  error instanceof Error && "code" in error && error.code === code;

const unwritable = (path: string, error: unknown): Failure =>
  new Failure(EXIT.failed, `${path} cannot be written: ${error instanceof Error ? error.message : error}`);
