import { describe, expect, test } from "vitest";
import { encode, newReader, type Reply } from "./resp";
import { rawReply, showReply } from "./show";

const text = (value: string): Reply => ({ type: "text", value });

test("a command counts bytes, not letters", () => {
  expect(encode(["SET", "k", "é"]).toString()).toBe("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$2\r\né\r\n");
});

const CASES: [string, Reply, string[], string[]][] = [
  ["+OK\r\n", { type: "status", value: "OK" }, ["OK"], ["OK"]],
  ["-ERR no\r\n", { type: "error", value: "ERR no" }, ["(error) ERR no"], ["ERR no"]],
  [":42\r\n", { type: "integer", value: "42" }, ["(integer) 42"], ["42"]],
  ["$-1\r\n", { type: "nil" }, ["(nil)"], [""]],
  ["$5\r\na\r\nbc\r\n", text("a\r\nbc"), ['"a\\r\\nbc"'], ["a\r\nbc"]],
  ["*0\r\n", { type: "list", items: [] }, ["(empty list)"], []],
  [
    "*2\r\n$1\r\na\r\n*2\r\n:1\r\n$-1\r\n",
    {
      type: "list",
      items: [text("a"), { type: "list", items: [{ type: "integer", value: "1" }, { type: "nil" }] }],
    },
    ['1) "a"', "2) 1) (integer) 1", "   2) (nil)"],
    ["a", "1", ""],
  ],
];

describe.each(CASES)("%j", (bytes, reply, shown, raw) => {
  test("is read, whole and byte by byte", () => {
    expect(newReader()(Buffer.from(bytes))).toEqual([reply]);
    const read = newReader();
    expect([...Buffer.from(bytes)].flatMap((byte) => read(Buffer.from([byte])))).toEqual([reply]);
  });

  test("is shown to people and to programs", () => {
    expect(showReply(reply)).toEqual(shown);
    expect(rawReply(reply)).toEqual(raw);
  });
});

test("several replies in one piece come in their order", () => {
  expect(newReader()(Buffer.from("+A\r\n+B\r\n+C")).map((reply) => showReply(reply)[0])).toEqual(["A", "B"]);
});

test("what is not Redis is refused", () => {
  expect(() => newReader()(Buffer.from("HTTP/1.1 400\r\n"))).toThrow("not the protocol of Redis");
});
