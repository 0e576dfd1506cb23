import { expect, test } from "vitest";
import { DatabaseUrl } from "./database-url";

test.each(["p@/ss", "p#ss", "1#2", "p%ss", "p/ss", "1/2", "1?2", "p?ss"])(
  "a password with %s unencoded is refused with the encoded forms",
  (password) => {
    const parsed = DatabaseUrl.safeParse(`postgresql://berth:${password}@db.example.org:5432/berth`);
    expect(parsed.error?.issues[0]?.message).toContain("@ as %40");
  },
);

test.each([
  "postgresql://berth:p%40s%23s%25%2F@db.example.org:5432/berth",
  "postgres://db.example.org/berth?sslmode=no-verify",
  "postgresql://berth:p@ss@db.example.org:5432/berth",
  "postgresql:///berth?host=/run/postgresql",
  "postgresql://[::1]:5432/berth",
])("%s is taken as it is", (url) => {
  expect(DatabaseUrl.parse(url)).toBe(url);
});

test.each([
  ["postgresql://berth:secret@/berth?host=/run/postgresql", "berth:secret@localhost/berth"],
  ["postgresql://berth@:5433/berth?host=/run/postgresql", "berth@localhost:5433/berth"],
])("%s, without a host but with a socket's folder, is made a URL", (url, part) => {
  expect(DatabaseUrl.parse(url)).toBe(`postgresql://${part}?host=/run/postgresql`);
});

test.each([
  ["mysql://localhost/berth", /postgresql:\/\//],
  ["postgresql://local host:x", /not a URL/],
])("%s is no address of PostgreSQL", (url, reason) => {
  expect(DatabaseUrl.safeParse(url).error?.issues[0]?.message).toMatch(reason);
});
