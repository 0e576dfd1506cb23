import { describe, expect, it } from "vitest";
import { logLineReader } from "./log-frames";

const frame = (text: string): Buffer => {
  const header = Buffer.alloc(8);
  header.writeUInt8(1, 0);
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
    expect(logLineReader()(Buffer.concat([frame(FIRST), frame(SECOND)]))).toEqual(LINES);
  });

  it.each([1, 3, 7, 50])("in pieces of %i bytes it reads the same", (size) => {
    const all = Buffer.concat([frame(FIRST), frame(SECOND)]);
    const read = logLineReader();
    const lines = [];
    for (let at = 0; at < all.length; at += size) lines.push(...read(all.subarray(at, at + size)));
    expect(lines).toEqual(LINES);
  });

  it("an empty line is a line", () => {
    const at = "2026-11-23T00:55:20Z";
    expect(logLineReader()(frame(`${at} \n`))).toEqual([{ at, text: "" }]);
  });
});
