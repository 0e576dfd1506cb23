import { createGunzip } from "node:zlib";
import { z } from "zod";
import { KIB } from "../../core/units";
import { type ByteReader, byteReader } from "./byte-reader";
import type { Refuse } from "./refusals";
import { BLOCK_BYTES, readHeader } from "./tar-header";
import { through } from "./through";

const ZlibError = z.object({ code: z.string().startsWith("Z_"), message: z.string() });

/** Long names and times with fractions are told in entries of their own; nobody needs more for that. */
const MAX_NOTE_BYTES = 64 * KIB;

export async function* gunzip(
  content: AsyncIterable<Uint8Array>,
  refuse: Refuse,
): AsyncGenerator<Uint8Array> {
  try {
    yield* through(content, createGunzip({ chunkSize: 256 * KIB }));
  } catch (error) {
    const zlib = ZlibError.safeParse(error).data;
    throw zlib ? refuse(`it cannot be unpacked (${zlib.message}).`, error) : error;
  }
}

type Entry = { name: string; type: string; bytes: number };
type Seen = { folders: number; files: number };

/** The one file of an archive that holds nothing else but a folder around it; all of the archive is read. */
export async function* onlyFileOf(
  tar: AsyncIterable<Uint8Array>,
  refuse: Refuse,
): AsyncGenerator<Uint8Array> {
  const reader = byteReader(tar);
  try {
    const seen: Seen = { folders: 0, files: 0 };
    for (;;) {
      const entry = await nextEntry(reader, refuse);
      if (!entry) break;
      assertWanted(entry, seen, refuse);
      yield* fileContent(reader, entry, refuse);
    }
    if (seen.files === 0) throw refuse("there is no file in the archive.");
    // The checksum of the whole stands behind what fills it up.
    for await (const _ of reader.pass(Number.POSITIVE_INFINITY));
  } finally {
    await reader.close();
  }
}

/** The next folder, file or whatever else; null at the end. Notes are applied to what they tell of. */
async function nextEntry(reader: ByteReader, refuse: Refuse): Promise<Entry | null> {
  let noted: Partial<Entry> = {};
  for (;;) {
    const block = await reader.take(BLOCK_BYTES);
    if (block.length === 0 || (block.length === BLOCK_BYTES && block.every((byte) => byte === 0)))
      return null;
    const entry = readHeader(block);
    if (!entry) throw refuse("it is no tar archive, or a damaged one.");
    if (!"xgLK".includes(entry.type)) return { ...entry, ...noted };
    if (entry.bytes > MAX_NOTE_BYTES) throw refuse("its file's name or notes are too long.");
    const note = await reader.take(Math.ceil(entry.bytes / BLOCK_BYTES) * BLOCK_BYTES);
    noted = { ...noted, ...readNote(entry.type, note.subarray(0, entry.bytes)) };
  }
}

/** GNU's long name, or records of `length key=value\n`. https://pubs.opengroup.org/onlinepubs/9799919799/utilities/pax.html */
function readNote(type: string, note: Buffer): Partial<Entry> {
  if (type === "L") return { name: note.toString("utf8").replace(/\0.*$/s, "") };
  if (type !== "x") return {};
  const noted: Partial<Entry> = {};
  for (let at = 0; at < note.length; ) {
    const [, length, key] = /^(\d+) ([^=]+)=/.exec(note.toString("utf8", at, at + 100)) ?? [];
    if (!length || !key || Number(length) === 0) break;
    const record = note.toString("utf8", at, at + Number(length) - 1);
    const value = record.slice(record.indexOf("=") + 1);
    if (key === "path") noted.name = value;
    if (key === "size" && /^\d{1,15}$/.test(value)) noted.bytes = Number(value);
    at += Number(length);
  }
  return noted;
}

function assertWanted({ name, type, bytes }: Entry, seen: Seen, refuse: Refuse): void {
  const shown = JSON.stringify(name.slice(0, 200));
  const parts = name.split("/").filter((part) => part !== "" && part !== ".");
  if (name.startsWith("/") || parts.includes("..")) throw refuse(`it holds ${shown}, which leads out of it.`);
  if (type === "1" || type === "2") throw refuse(`it holds a link, ${shown}.`);
  if (type === "5" && bytes === 0) {
    // "./" is the archive itself.
    if (parts.length > 0) seen.folders++;
    if (parts.length > 1 || seen.folders > 1) throw refuse("it holds more than one folder.");
    return;
  }
  if (type !== "0" && type !== "7") throw refuse(`it holds ${shown}, which is neither a file nor a folder.`);
  seen.files++;
  if (seen.files > 1) throw refuse("it holds more than one file.");
  if (parts.length > 2) throw refuse("its file lies in more than one folder.");
}

async function* fileContent(
  reader: ByteReader,
  { bytes }: Entry,
  refuse: Refuse,
): AsyncGenerator<Uint8Array> {
  let left = bytes;
  for await (const piece of reader.pass(bytes)) {
    left -= piece.length;
    yield piece;
  }
  const filling = (BLOCK_BYTES - (bytes % BLOCK_BYTES)) % BLOCK_BYTES;
  if (left > 0 || (await reader.take(filling)).length < filling) throw refuse("it was cut short.");
}
