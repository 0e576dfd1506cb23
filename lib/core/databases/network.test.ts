import { expect, test } from "vitest";
import { networkOf, PublicOptions } from "./network";

test.each([
  ["203.0.113.0/24", "203.0.113.0/24"],
  ["203.0.113.77/24", "203.0.113.0/24"],
  ["203.0.113.7", "203.0.113.7/32"],
  ["0.0.0.0/0", "0.0.0.0/0"],
  ["2001:DB8::7/32", "2001:db8::/32"],
  ["2001:db8::7", "2001:db8::7/128"],
  ["::ffff:203.0.113.7", "203.0.113.7/32"],
])("%s is the network %s", (text, network) => {
  expect(networkOf(text)).toBe(network);
});

test.each([
  "",
  "example.org",
  "203.0.113.0/33",
  "203.0.113",
  "300.1.1.1",
  "2001:db8::/129",
  "10.0.0.0/8 or true",
  "fe80::1%eth0/64",
])("%j is no network", (text) => {
  expect(networkOf(text)).toBeNull();
});

test("a list names each network once, and says which of them is none", () => {
  expect(PublicOptions.parse({ networks: [" 192.0.2.7/24", "192.0.2.0/24"] })).toEqual({
    networks: ["192.0.2.0/24"],
  });
  expect(PublicOptions.parse({})).toEqual({ networks: [] });
  expect(() => PublicOptions.parse({ networks: ["192.0.2.0/24", "everywhere"] })).toThrow(
    /everywhere.* is neither a network nor an address/,
  );
});
