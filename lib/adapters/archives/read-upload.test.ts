import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { MIB } from "../../core/units";
import { collect, dumpOf, piecesOf } from "../../ports/archives-harness.contract";
import { readUpload } from "./read-upload";

type Entry = { name: string; type?: string; content?: Buffer; bytes?: number; prefix?: string };

/** An entry as `tar` writes it, or as nobody does. */
function entryOf({ name, type = "0", content = Buffer.alloc(0), bytes, prefix = "" }: Entry): Buffer {
  const header = Buffer.alloc(512);
  header.write(name, 0);
  header.write("0000644\0", 100);
  header.write(`${(bytes ?? content.length).toString(8).padStart(11, "0")}\0`, 124);
  header.write(type, 156);
  header.write("ustar\u000000", 257);
  header.write(prefix, 345);
  header.fill(" ", 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return Buffer.concat([header, content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

const END = Buffer.alloc(1_024);
const archiveOf = (...entries: Entry[]) => gzipSync(Buffer.concat([...entries.map(entryOf), END]));
const note = (records: Record<string, string>): Entry => {
  const lines = Object.entries(records).map(([key, value]) => {
    const line = ` ${key}=${value}\n`;
    const length = line.length + String(line.length + 3).length;
    return `${length}${line}`;
  });
  return { name: "PaxHeader/x", type: "x", content: Buffer.from(lines.join("")) };
};
const read = (file: Uint8Array, maxBytes = 8 * MIB) => collect(readUpload(piecesOf(file, 10_000), maxBytes));

const DUMP = dumpOf(30_000);
const FILE: Entry = { name: "f/dump.rdb", content: DUMP };

describe("an archive is taken", () => {
  it.each<[string, Entry[]]>([
    ["of a folder and a file", [{ name: "f/", type: "5" }, FILE]],
    ["whose folder has no entry", [FILE]],
    ["without a folder", [{ name: "dump.rdb", content: DUMP }]],
    [
      "made of `.`",
      [
        { name: "./", type: "5" },
        { name: "./dump.rdb", content: DUMP },
      ],
    ],
    ["with the time in a note", [note({ mtime: "1764291600.5" }), FILE]],
    ["with a note for all", [{ name: "g", type: "g", content: Buffer.from("12 comment=x") }, FILE]],
    [
      "with GNU's long name",
      [{ name: "././@LongLink", type: "L", content: Buffer.from(`${"f".repeat(120)}/dump.rdb\0`) }, FILE],
    ],
    ["with the name in two parts", [{ name: "dump.rdb", prefix: "f", content: DUMP }]],
  ])("%s", async (_, entries) => {
    expect((await read(archiveOf(...entries))).equals(DUMP)).toBe(true);
  });

  it("whose end is missing but whose file is whole", async () => {
    expect((await read(gzipSync(entryOf(FILE)))).equals(DUMP)).toBe(true);
  });
});

describe("an archive is refused in words", () => {
  it.each<[string, Entry[], RegExp]>([
    ["a name that leads out", [{ name: "../dump.rdb", content: DUMP }], /leads out/],
    ["a name that leads out further on", [{ name: "f/../../dump.rdb", content: DUMP }], /leads out/],
    ["a name from the root", [{ name: "/etc/dump.rdb", content: DUMP }], /leads out/],
    ["a note with a name that leads out", [note({ path: "../dump.rdb" }), FILE], /leads out/],
    ["a prefix that leads out", [{ name: "dump.rdb", prefix: "..", content: DUMP }], /leads out/],
    ["a folder that leads out", [{ name: "../", type: "5" }, FILE], /leads out/],
    ["a soft link", [{ name: "f/link", type: "2" }, FILE], /link/],
    ["a hard link", [FILE, { name: "f/link", type: "1" }], /link/],
    ["a device", [{ name: "f/device", type: "3" }], /neither a file nor a folder/],
    ["a pipe", [{ name: "f/pipe", type: "6" }], /neither a file nor a folder/],
    ["two files", [FILE, { name: "f/other.rdb", content: DUMP }], /more than one file/],
    ["two folders", [{ name: "f/", type: "5" }, { name: "g/", type: "5" }, FILE], /more than one folder/],
    ["folders within each other", [{ name: "f/g/dump.rdb", content: DUMP }], /more than one folder/],
    ["no file", [{ name: "f/", type: "5" }], /no file/],
    ["nothing", [], /no file/],
    ["another file", [{ name: "f/dump.rdb", content: Buffer.from("hello, world") }], /no dump of Redis/],
    ["an empty file", [{ name: "f/dump.rdb" }], /no dump of Redis/],
    ["a file that is cut", [{ ...FILE, bytes: 90_000 }], /cut short/],
    ["a note beyond measure", [{ name: "x", type: "x", content: Buffer.alloc(70_000, "a") }], /too long/],
    ["a long name beyond measure", [{ name: "x", type: "L", bytes: 4 * MIB }], /too long/],
  ])("%s", async (_, entries, words) => {
    await expect(read(archiveOf(...entries))).rejects.toMatchObject({
      code: "invalid",
      reason: "upload_unreadable",
      message: expect.stringMatching(words),
    });
  });

  it("something packed that is no archive", async () => {
    await expect(read(gzipSync(DUMP))).rejects.toMatchObject({ reason: "upload_unreadable" });
  });
});

describe("an archive that unpacks beyond the limit is given up", () => {
  const LIMIT = 2 * MIB;
  const MUCH = Buffer.alloc(100 * MIB);

  /** How much of the dump came, and how it ended. */
  async function end(file: AsyncIterable<Uint8Array>): Promise<{ bytes: number; error: unknown }> {
    let bytes = 0;
    try {
      for await (const piece of readUpload(file, LIMIT)) bytes += piece.length;
      return { bytes, error: null };
    } catch (error) {
      return { bytes, error };
    }
  }
  const tooLarge = expect.objectContaining({ code: "invalid", reason: "upload_too_large" });

  it.each([
    [
      "within its file",
      Buffer.concat([entryOf({ name: "d.rdb", bytes: 100 * MIB }), Buffer.from("REDIS"), MUCH]),
    ],
    ["behind its end", Buffer.concat([entryOf({ name: "d.rdb", content: DUMP }), END, MUCH])],
  ])("%s", async (_, tar) => {
    const file = gzipSync(tar);
    expect(file.length).toBeLessThan(MIB);
    const { bytes, error } = await end(piecesOf(file));
    expect(error).toEqual(tooLarge);
    expect(bytes).toBeLessThanOrEqual(LIMIT);
  });

  it("one that packs nothing for ever", async () => {
    const nothing = gzipSync(Buffer.alloc(0));
    let given = 0;
    const file = (async function* () {
      for (;;) {
        given += 100 * nothing.length;
        yield Buffer.concat(Array.from({ length: 100 }, () => nothing));
      }
    })();
    expect(await end(file)).toEqual({ bytes: 0, error: tooLarge });
    expect(given).toBeLessThan(LIMIT + 3 * MIB);
  });

  it("a dump without end, of which no more is asked for", async () => {
    let given = 0;
    const file = (async function* () {
      for (;;) {
        given += 100_000;
        yield dumpOf(100_000);
      }
    })();
    expect((await end(file)).error).toEqual(tooLarge);
    expect(given).toBeLessThan(LIMIT + MIB);
  });
});
