import { expect, test } from "vitest";
import { toBase64 } from "@/lib/core/bytes/base64";
import { bestForm, readTyped, written } from "./byte-forms";

const of = (text: string) => toBase64(new TextEncoder().encode(text));
const BINARY = toBase64(Uint8Array.from([0, 255, 10, 13]));

test.each([
  [of("hello"), "text", "hello"],
  [of('{"a":[1,2]}'), "json", '{\n  "a": [\n    1,\n    2\n  ]\n}'],
  [of("42"), "text", "42"],
  // JavaScript has no such number: drawn up as JSON it would come back as another.
  [of('{"id":12345678901234567890}'), "text", '{"id":12345678901234567890}'],
  [of('{"a b":"c  d"}'), "json", '{\n  "a b": "c  d"\n}'],
  [of("two\r\nlines"), "hex", "74 77 6f 0d 0a 6c 69 6e 65 73"],
  [BINARY, "hex", "00 ff 0a 0d"],
])("%s is shown as %s, and comes back as the same bytes", (base64, form, shown) => {
  expect(bestForm(base64)).toBe(form);
  expect(written(base64, bestForm(base64))).toBe(shown);
  expect(readTyped(shown, bestForm(base64))).toEqual({ base64 });
});

test("typed JSON keeps its numbers as they were typed", () => {
  expect(readTyped('{ "id": 12345678901234567890 }', "json")).toEqual({
    base64: of('{"id":12345678901234567890}'),
  });
});

test("what has no text is never shown as one: it could not come back", () => {
  expect([written(BINARY, "text"), written(BINARY, "json"), written(of("a\rb"), "text")]).toEqual([
    null,
    null,
    null,
  ]);
});

test.each([
  ["{", "json"],
  ["0", "hex"],
  ["zz", "hex"],
] as const)("%s is no %s", (typed, form) => {
  expect(readTyped(typed, form)).toEqual({ problem: expect.stringMatching(/\.$/) });
});
