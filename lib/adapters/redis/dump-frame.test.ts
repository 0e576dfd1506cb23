import { describe, expect, it } from "vitest";
import { type DumpFrame, parseFrame, unframed } from "./dump-frame";

const MARK = "0123456789abcdef0123456789abcdef01234567";
/** Much like the mark, again and again, as data may be. */
const DUMP = Buffer.from(`REDIS0011${MARK.slice(0, 39)}${MARK.slice(0, 20)}\0\n\r${MARK.slice(1)}end`);

async function* chunksOf(sent: Buffer, size: number): AsyncGenerator<Buffer, undefined> {
  for (let at = 0; at < sent.length; at += size) yield sent.subarray(at, at + size);
  return undefined;
}

async function read(sent: Buffer, size: number, frame: DumpFrame): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of unframed(chunksOf(sent, size), frame)) pieces.push(piece);
  return Buffer.concat(pieces);
}

const marked = parseFrame(`$EOF:${MARK}`) as DumpFrame;
const measured: DumpFrame = { totalBytes: DUMP.length };
const sizes = Array.from({ length: DUMP.length + MARK.length + 5 }, (_, index) => index + 1);

describe("the line in front of a dump", () => {
  it.each([
    ["$120", { totalBytes: 120 }],
    ["$0", { totalBytes: 0 }],
    [`$EOF:${MARK}`, { mark: Buffer.from(MARK) }],
    [`$EOF:${MARK.slice(1)}`, null],
    ["$-1", null],
    ["$", null],
    ["+OK", null],
    ["+FULLRESYNC 1 2", null],
  ])("%j", (line, frame) => {
    expect(parseFrame(line)).toEqual(frame);
  });
});

describe("a dump", () => {
  it.each(sizes)("is the same however it comes: in chunks of %i bytes", async (size) => {
    const withMark = Buffer.concat([DUMP, Buffer.from(MARK)]);
    expect(await read(withMark, size, marked)).toEqual(DUMP);
    expect(await read(Buffer.concat([withMark, Buffer.from("\n\nPING")]), size, marked)).toEqual(DUMP);
    expect(await read(Buffer.concat([DUMP, Buffer.from("\n\nPING")]), size, measured)).toEqual(DUMP);
  });

  it("of no bytes ends at once", async () => {
    expect(await read(Buffer.from(MARK), 7, marked)).toEqual(Buffer.alloc(0));
    expect(await read(Buffer.alloc(0), 7, { totalBytes: 0 })).toEqual(Buffer.alloc(0));
  });

  it.each([1, 39, 40, 1_000])("that ends before its end is no dump, in chunks of %i bytes", async (size) => {
    const cut = Buffer.concat([DUMP, Buffer.from(MARK.slice(0, 39))]);
    await expect(read(cut, size, marked)).rejects.toThrow("before the dump was whole");
    await expect(read(DUMP.subarray(1), size, measured)).rejects.toThrow("before the dump was whole");
    await expect(read(Buffer.alloc(0), size, marked)).rejects.toThrow("before the dump was whole");
  });
});
