import { expect, test } from "vitest";
import { fromBase64, fromHex, toBase64, toHex } from "./base64";
import { textOf } from "./text";

test("every byte survives the way there and back", () => {
  const bytes = Uint8Array.from({ length: 70_000 }, (_, n) => n % 256);
  expect(fromBase64(toBase64(bytes))).toEqual(bytes);
  expect(fromHex(toHex(bytes))).toEqual(bytes);
});

test.each(["0", "0g", "00 1"])("%s is no hexadecimal text", (text) => {
  expect(fromHex(text)).toBeNull();
});

test.each([
  [[0xef, 0xbb, 0xbf, 0x61], "\ufeffa"],
  [[0xc3, 0xa9], "é"],
  [[0xff], null],
  [[], ""],
])("%j as text is %j", (bytes, text) => {
  expect(textOf(Uint8Array.from(bytes))).toBe(text);
});
