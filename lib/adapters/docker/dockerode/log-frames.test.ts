import { describe, expect, it } from "vitest";
import { logLineReader } from "./log-frames";

const frame = (text: string, stream = 1): Buffer => {
  const header = Buffer.alloc(8);
  header.writeUInt8(stream, 0);
  header.writeUInt32BE(Buffer.byteLength(text), 4);
  return Buffer.concat([header, Buffer.from(text)]);
};
const FIRST = "2026-11-23T00:55:20.932583673Z 1:M 23 Nov 2026 00:55:20.932 * Server initialized\n";
const SECOND = "2026-11-23T00:55:20.932881084Z 1:M 23 Nov 2026 00:55:20.932 * Ready – è\n";
const LINES = [
  { at: "2026-11-23T00:55:20.932583673Z", text: "1:M 23 Nov 2026 00:55:20.932 * Server initialized" },
  { at: "2026-11-23T00:55:20.932881084Z", text: "1:M 23 Nov 2026 00:55:20.932 * Ready – è" },
];

describe("logLineReader", () => {
  it("reads lines with their times", () => {
    expect(logLineReader().read(Buffer.concat([frame(FIRST), frame(SECOND)]))).toEqual(LINES);
  });

  it.each([1, 3, 7, 50])("in pieces of %i bytes it reads the same", (size) => {
    const all = Buffer.concat([frame(FIRST), frame(SECOND)]);
    const { read } = logLineReader();
    const lines = [];
    for (let at = 0; at < all.length; at += size) lines.push(...read(all.subarray(at, at + size)));
    expect(lines).toEqual(LINES);
  });

  it("an empty line is a line", () => {
    const at = "2026-11-23T00:55:20Z";
    expect(logLineReader().read(frame(`${at} \n`))).toEqual([{ at, text: "" }]);
  });

  const TIME = "2026-11-23T00:55:20.000000000Z";
  /** As the engine hands out a line: in records of 16 KiB, each with a time, the last with the line's end. */
  const records = (text: string, stream = 1): Buffer[] => {
    const bytes = Buffer.from(`${text}\n`);
    const parts: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += 16_384)
      // The engine writes what it split within a character as two that are broken.
      parts.push(
        frame(`${TIME.replace("00Z", `${parts.length}Z`)} ${bytes.subarray(at, at + 16_384)}`, stream),
      );
    return parts;
  };

  it.each([
    ["one byte a character", "x".repeat(40_003), "x".repeat(4_000)],
    ["two bytes a character, cut between two", `1${"ä".repeat(20_000)}`, `1${"ä".repeat(1_999)}`],
    ["four bytes a character", `123${"🚢".repeat(9_000)}`, `123${"🚢".repeat(999)}`],
  ])("a line of several records is one, cut with a sign: %s", (_name, text, shown) => {
    const { read, records: count } = logLineReader();
    const lines = [...records(text), frame(SECOND)].flatMap((piece) => read(piece));
    expect(lines).toEqual([{ at: TIME.replace("00Z", "0Z"), text: `${shown} … (cut)` }, LINES[1]]);
    expect(count()).toBeGreaterThan(3);
  });

  it.each([3_999, 4_000])("a line of %i bytes is whole", (length) => {
    const text = "x".repeat(length);
    expect(logLineReader().read(frame(`${TIME} ${text}\n`))).toEqual([{ at: TIME, text }]);
  });

  it("a line that is cut in a record of its own is cut by one byte too", () => {
    const [line] = logLineReader().read(frame(`${TIME} ${"x".repeat(4_001)}\n`));
    expect(line?.text).toBe(`${"x".repeat(4_000)} … (cut)`);
  });

  it("lines of standard output and of standard error do not mix", () => {
    const [first, ...rest] = records("x".repeat(20_000));
    const { read } = logLineReader();
    const pieces = [first ?? Buffer.alloc(0), frame(FIRST, 2), ...rest];
    expect(pieces.flatMap((piece) => read(piece)).map(({ text }) => text)).toEqual([
      LINES[0]?.text,
      `${"x".repeat(4_000)} … (cut)`,
    ]);
  });

  it("lines of 50 MB in small pieces are read in a moment", () => {
    const bytes = Buffer.concat(records("x".repeat(50_000_000)));
    const { read } = logLineReader();
    const started = performance.now();
    const lines = [];
    for (let at = 0; at < bytes.length; at += 1_000) lines.push(...read(bytes.subarray(at, at + 1_000)));
    expect(lines).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});
