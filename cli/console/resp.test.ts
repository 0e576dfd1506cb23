import { describe, expect, test } from "vitest";
import { jsonReply } from "@/lib/core/console/json-reply";
import { encode, newReader, type Reply } from "@/lib/core/console/resp";
import { splitLine } from "@/lib/core/console/words";
import { rawReply, showReply } from "./show";

const text = (value: string | Buffer): Reply => ({ type: "text", bytes: Buffer.from(value) });

test("a command counts bytes, not letters", () => {
  expect(encode(["SET", "k", "é"]).toString()).toBe("*3\r\n$3\r\nSET\r\n$1\r\nk\r\n$2\r\né\r\n");
});

const CASES: [string, Reply, string[], string[]][] = [
  ["+OK\r\n", { type: "status", value: "OK" }, ["OK"], ["OK"]],
  ["-ERR no\r\n", { type: "error", value: "ERR no" }, ["(error) ERR no"], ["ERR no"]],
  [":42\r\n", { type: "integer", value: "42" }, ["(integer) 42"], ["42"]],
  ["$-1\r\n", { type: "nil" }, ["(nil)"], [""]],
  ["*-1\r\n", { type: "nil" }, ["(nil)"], [""]],
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
  [
    "*2\r\n*1\r\n*0\r\n+z\r\n",
    {
      type: "list",
      items: [
        { type: "list", items: [{ type: "list", items: [] }] },
        { type: "status", value: "z" },
      ],
    },
    ["1) 1) (empty list)", "2) z"],
    ["z"],
  ],
  ["_\r\n", { type: "nil" }, ["(nil)"], [""]],
  ["#t\r\n", { type: "boolean", value: true }, ["(true)"], ["true"]],
  [",1.5e3\r\n", { type: "double", value: "1.5e3" }, ["(double) 1.5e3"], ["1.5e3"]],
  [
    "(349000000000000000000\r\n",
    { type: "integer", value: "349000000000000000000" },
    ["(integer) 349000000000000000000"],
    ["349000000000000000000"],
  ],
  ["!5\r\nERR x\r\n", { type: "error", value: "ERR x" }, ["(error) ERR x"], ["ERR x"]],
  ["=7\r\ntxt:a\nb\r\n", text("a\nb"), ['"a\\nb"'], ["a\nb"]],
  [
    "%2\r\n+a\r\n:1\r\n$1\r\nb\r\n~1\r\n+c\r\n",
    {
      type: "map",
      items: [
        { type: "status", value: "a" },
        { type: "integer", value: "1" },
        text("b"),
        { type: "set", items: [{ type: "status", value: "c" }] },
      ],
    },
    ["1# a => (integer) 1", '2# "b" => 1) c'],
    ["a", "1", "b", "c"],
  ],
  ["%0\r\n", { type: "map", items: [] }, ["(empty map)"], []],
  [
    "|1\r\n+ttl\r\n:5\r\n>2\r\n|0\r\n+invalidate\r\n_\r\n",
    { type: "push", items: [{ type: "status", value: "invalidate" }, { type: "nil" }] },
    ["1) invalidate", "2) (nil)"],
    ["invalidate", ""],
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
    expect(rawReply(reply).map(String)).toEqual(raw);
  });
});

test("several replies in one piece come in their order", () => {
  expect(newReader()(Buffer.from("+A\r\n+B\r\n+C")).map((reply) => showReply(reply)[0])).toEqual(["A", "B"]);
});

test.each(["HTTP/1.1 400\r\n", "*x\r\n", "$abc\r\n", "?\r\n"])("%j is refused: it is not Redis", (bytes) => {
  expect(() => newReader()(Buffer.from(bytes))).toThrow("not the protocol of Redis");
});

test("a list of 200,000 elements, and a value of 50 MB, in small pieces are read in a moment", () => {
  const element = `$100\r\n${"x".repeat(100)}\r\n`;
  for (const whole of [
    `*200000\r\n${element.repeat(200_000)}`,
    `$50000000\r\n${"x".repeat(50_000_000)}\r\n`,
  ]) {
    const bytes = Buffer.from(whole);
    const read = newReader();
    const started = performance.now();
    const replies: Reply[] = [];
    for (let at = 0; at < bytes.length; at += 4_096) replies.push(...read(bytes.subarray(at, at + 4_096)));
    expect(replies).toHaveLength(1);
    expect(performance.now() - started).toBeLessThan(3_000);
  }
});

const BINARY = Buffer.from([0x61, 0x0a, 0x00, 0xff]);

test("bytes that are no text stay what they are, and are shown as they would be typed", () => {
  const [reply] = newReader()(Buffer.concat([Buffer.from("$4\r\n"), BINARY, Buffer.from("\r\n")]));
  expect(reply && rawReply(reply)).toEqual([BINARY]);
  expect(reply && showReply(reply)).toEqual(['"a\\n\\x00\\xff"']);
  expect(reply && jsonReply(reply)).toEqual({ type: "text", base64: BINARY.toString("base64") });
  expect(jsonReply(text("é"))).toEqual({ type: "text", value: "é" });
});

describe("a typed line", () => {
  test.each<[string, (string | Buffer)[] | null]>([
    ['SET k "a\\n\\x00\\xff"', ["SET", "k", BINARY]],
    ["GET 'it\\'s \\n'", ["GET", "it's \\n"]],
    ["GET a\\nb", ["GET", "a\\nb"]],
    ['GET pre"fix é"', ["GET", "prefix é"]],
    ['GET "\\"\\\\\\t\\a\\q"', ["GET", '"\\\t\u0007q']],
    ['GET ""', ["GET", ""]],
    ["  ", []],
    ['GET "open', null],
    ["GET 'open", null],
    ['GET "a"b', null],
  ])("%s is read as redis-cli reads it", (line, words) => {
    expect(splitLine(line)).toEqual(words?.map((word) => Buffer.from(word)) ?? null);
  });

  test.each(["a", "é 🚢", BINARY, '"\\\t', "\u009b\u007f"])("shows %j so that it can be typed", (value) => {
    expect(splitLine(showReply(text(value))[0] ?? "")).toEqual([Buffer.from(value)]);
  });
});
