import { expect, test } from "vitest";
import { shownCommand } from "./shown";

test.each([
  [["GET", "k"], "GET k"],
  [["SET", "k", "two words"], 'SET k "two words"'],
  [["SET", "k", ""], 'SET k ""'],
  [["SET", "k", "x".repeat(500)], `SET k ${"x".repeat(40)}…`],
  [["SET", "k", "a\u001b[31mb\n"], "SET k a?[31mb?"],
  [["AUTH", "s3cret"], "AUTH (hidden)"],
  [["auth", "me", "s3cret"], "auth (hidden) (hidden)"],
  [["HELLO", "3", "AUTH", "me", "s3cret", "SETNAME", "n"], "HELLO 3 AUTH (hidden) (hidden) SETNAME n"],
  [["CONFIG", "SET", "requirepass", "s3cret"], "CONFIG SET requirepass (hidden)"],
  [["CONFIG", "SET", "save", "x", "masterauth", "s3cret"], "CONFIG SET save x masterauth (hidden)"],
  [["ACL", "SETUSER", "me", ">s3cret", "+@all"], "ACL SETUSER me (hidden) (hidden)"],
  [["MIGRATE", "h", "1", "k", "0", "1", "AUTH", "s3cret"], "MIGRATE h 1 k 0 1 AUTH (hidden)"],
  [
    ["MIGRATE", "h", "1", "", "0", "1", "auth2", "me", "s3cret", "KEYS"],
    'MIGRATE h 1 "" 0 1 auth2 (hidden) (hidden) KEYS',
  ],
])("%j is shown as %s", (words, shown) => {
  expect(shownCommand(words)).toBe(shown);
});

test("a line of many words is cut, and says of how many", () => {
  const shown = shownCommand(["DEL", ...Array.from({ length: 1_000 }, (_, n) => `key-${n}`)]);
  expect(shown).toMatch(/^DEL key-0 .* … \(1001 words\)$/);
  expect(shown.length).toBeLessThan(230);
});
