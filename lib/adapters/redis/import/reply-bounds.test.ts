import { describe, expect, test } from "vitest";
import { boundedReader, OF_IMPORT } from "./reply-bounds";

const SMALL = { bytesMax: 200, itemsMax: 4, depthMax: 2, lineBytesMax: 20 };
const bytes = (...parts: string[]) => Buffer.from(parts.map((part) => `${part}\r\n`).join(""));
const TOO_MUCH = expect.stringContaining("more than");

describe("what a Redis answers is let through", () => {
  const answers = bytes(
    "+OK",
    "-ERR no",
    ":-3",
    "$-1",
    "*-1",
    "*0",
    "$0",
    "",
    "$5",
    "+\r\n*9",
    ...["*2", "$1", "a", "*2", ":1", "$2", "bc"],
    "+PONG",
  );

  test("whole, and in pieces of any size", () => {
    for (let size = 1; size <= answers.length; size++) {
      const reader = boundedReader({ ...SMALL, itemsMax: 8 });
      for (let at = 0; at < answers.length; at += size)
        expect(reader.read(answers.subarray(at, at + size))).toBeNull();
    }
  });
});

describe("what goes beyond the bounds is not", () => {
  test.each([
    ["a text that is announced longer", bytes("$201"), TOO_MUCH],
    ["a list that is announced longer", bytes("*5"), TOO_MUCH],
    ["lists of more items together", bytes("*3", ":1", "*2"), TOO_MUCH],
    ["a list one deeper", bytes("*1", "*1", "*1"), expect.stringContaining("lists within lists")],
    ["a longer line", Buffer.from(`+${"x".repeat(20)}`), TOO_MUCH],
    ["what is no answer", bytes("HTTP/1.1"), expect.stringContaining("not the protocol")],
    ["what is no length", bytes("$1e2"), expect.stringContaining("not the protocol")],
  ])("%s", (_what, piece, refusal) => {
    expect(boundedReader(SMALL).read(piece)).toEqual(refusal);
  });

  test("many answers to one question, which are few to as many questions", () => {
    const [one, many] = [boundedReader(SMALL), boundedReader(SMALL)];
    const answer = bytes("$90", "x".repeat(90));
    expect([one.read(answer), one.read(answer), one.read(answer)]).toEqual([null, null, TOO_MUCH]);
    for (let question = 0; question < 9; question++) {
      many.asked();
      expect(many.read(answer)).toBeNull();
    }
  });
});

test("a value of 512 MiB may be read, as large as Redis takes one", () => {
  const reader = boundedReader(OF_IMPORT);
  expect(reader.read(bytes(`$${512 * 1024 * 1024}`))).toBeNull();
  expect(reader.read(Buffer.alloc(512 * 1024 * 1024))).toBeNull();
  expect(reader.read(bytes(""))).toBeNull();
});
