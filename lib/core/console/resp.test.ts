import { expect, test } from "vitest";
import { jsonReply } from "./json-reply";
import { newReader, type Reply } from "./resp";

/** What is read of the bytes, given in pieces of that size. */
function readIn(pieceBytes: number, text: string, keptBytesMax: number): Reply[] {
  const read = newReader({ keptBytesMax });
  const bytes = Buffer.from(text, "latin1");
  const replies: Reply[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    const before = replies.length;
    replies.push(...read(bytes.subarray(at, at + pieceBytes)));
    // Nobody is told of a reply before its last byte has come.
    if (at + pieceBytes < bytes.length && !text.startsWith("+")) expect(before).toBe(replies.length);
  }
  return replies;
}

const long = "x".repeat(1_000);
const bulk = (text: string) => `$${text.length}\r\n${text}\r\n`;

test.each([1, 7, 100, 5_000])(
  "a text beyond the limit is cut and its size told, in pieces of %i",
  (piece) => {
    const [reply] = readIn(piece, bulk(long), 10);
    expect(reply).toEqual({ type: "text", bytes: Buffer.from("x".repeat(10)), omitted: 990 });
  },
);

test.each([1, 7, 100, 5_000])(
  "of a list the items beyond the limit are counted, in pieces of %i",
  (piece) => {
    const text = `*4\r\n${bulk("one")}${bulk(long)}*1\r\n${bulk("three")}${bulk(long)}`;
    const [reply] = readIn(piece, text, 100);
    expect(reply && jsonReply(reply)).toEqual({
      type: "list",
      items: [
        { type: "text", value: "one" },
        { type: "text", value: "x".repeat(81), omitted: 919 },
      ],
      omitted: 2,
    });
  },
);

test("after a reply that was cut the next one is read", () => {
  const replies = readIn(13, `+OK\r\n${bulk(long)}:7\r\n`, 4);
  expect(replies.map(({ type }) => type)).toEqual(["status", "text", "integer"]);
});

test("bytes that are no text are told in base64, and are not cut without need", () => {
  const [reply] = readIn(3, "*2\r\n$2\r\n\xff\x00\r\n,1.5\r\n", 1_000);
  expect(reply && jsonReply(reply)).toEqual({
    type: "list",
    items: [
      { type: "text", base64: "/wA=" },
      { type: "double", value: "1.5" },
    ],
  });
});
