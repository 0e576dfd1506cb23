import { expect, test } from "vitest";
import { originOf } from "./origin";

const PUBLIC = { publicUrl: "https://berth.example.org/", baseUrl: "https://berth.example.org/" };
const LOCAL = { publicUrl: null, baseUrl: "http://localhost:3000" };
const sent = (headers: Record<string, string>) => new Headers(headers);

test.each([
  [
    "the operator's address stands above what was asked",
    { host: "10.0.0.1:3000" },
    PUBLIC,
    "https://berth.example.org",
  ],
  [
    "also above what a proxy claims",
    { "x-forwarded-host": "evil.example" },
    PUBLIC,
    "https://berth.example.org",
  ],
  ["without one it is the host that was asked", { host: "10.0.0.1:3000" }, LOCAL, "http://10.0.0.1:3000"],
  [
    "and never one that anybody can claim",
    { host: "10.0.0.1:3000", "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" },
    LOCAL,
    "http://10.0.0.1:3000",
  ],
  ["a host that is none counts as none", { host: "a/b?c" }, LOCAL, "http://localhost:3000"],
  ["no host at all too", {}, LOCAL, "http://localhost:3000"],
])("%s", (_claim, headers, parts, origin) => {
  expect(originOf(sent(headers), parts)).toBe(origin);
});
