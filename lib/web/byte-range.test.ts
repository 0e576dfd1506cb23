import { expect, test } from "vitest";
import { askedRange } from "./byte-range";

const part = (from: number, to: number) => ({ kind: "part", range: { from, to } });
const whole = { kind: "whole" };
const none = { kind: "unsatisfiable" };

test.each([
  ["bytes=0-0", part(0, 1)],
  ["bytes=10-19", part(10, 20)],
  ["bytes=90-", part(90, 100)],
  ["bytes=90-500", part(90, 100)],
  ["bytes=-10", part(90, 100)],
  ["bytes=-500", part(0, 100)],
  ["Bytes=5-6", part(5, 7)],
  ["bytes=100-", none],
  ["bytes=100-200", none],
  ["bytes=-0", none],
  ["bytes=20-10", whole],
  ["bytes=0-1,5-6", whole],
  ["bytes=-", whole],
  ["bytes=a-b", whole],
  ["bytes=0x1-2", whole],
  ["lines=0-1", whole],
  ["", whole],
  [undefined, whole],
])("of 100 bytes %j asks for the right ones", (header, expected) => {
  expect(askedRange(header, 100)).toEqual(expected);
});

test("an empty file has no part", () => {
  expect(askedRange("bytes=0-", 0)).toEqual(none);
  expect(askedRange(undefined, 0)).toEqual(whole);
});
