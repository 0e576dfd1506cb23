import fc from "fast-check";
import { expect, test } from "vitest";
import { readSourceUrl, sourceName } from "./source";

const PLAIN = { user: null, password: null, isTls: false, database: null };

test.each([
  ["redis://redis.example.org", { ...PLAIN, host: "redis.example.org", port: 6379 }],
  [" redis://redis.example.org:7000/ ", { ...PLAIN, host: "redis.example.org", port: 7000 }],
  ["redis://:pass%40word@h:1/3", { ...PLAIN, host: "h", port: 1, password: "pass@word", database: 3 }],
  [
    "rediss://me:secret@h/0",
    { host: "h", port: 6379, user: "me", password: "secret", isTls: true, database: 0 },
  ],
  ["redis://[2001:db8::1]:6380", { ...PLAIN, host: "2001:db8::1", port: 6380 }],
])("%s is read", (text, address) => {
  expect(readSourceUrl(text)).toEqual(address);
});

test.each([
  "",
  "redis.example.org:6379",
  "http://redis.example.org",
  "redis://",
  "redis:///0",
  "redis://h/name",
  "redis://h/1/2",
  "redis://h:99999",
  "redis://:%ff@h",
])("%j is no source", (text) => {
  expect(readSourceUrl(text)).toBeNull();
});

test("any user and password come out as they went in, and neither is in the name", () => {
  const word = fc.string({ minLength: 8, unit: "grapheme" });
  fc.assert(
    fc.property(word, word, (user, password) => {
      const address = readSourceUrl(
        `redis://${encodeURIComponent(user)}:${encodeURIComponent(password)}@redis.example.org:6380`,
      );
      expect(address).toMatchObject({ user, password });
      expect(address && sourceName(address)).toBe("redis.example.org:6380");
    }),
  );
});

test("the name of an IPv6 address can be read", () => {
  expect(sourceName({ host: "2001:db8::1", port: 6379 })).toBe("[2001:db8::1]:6379");
});
