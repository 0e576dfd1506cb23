import { expect, test } from "vitest";
import { decideReach, readNetworks } from "./reach";

const NONE = { own: [], allowed: [] };
const EVERYWHERE = { own: [], allowed: ["0.0.0.0/0", "::/0"] };

test.each(["93.184.216.34", "2606:4700::6810:84e5", "::ffff:93.184.216.34"])("%s is reached", (address) => {
  expect(decideReach(address, NONE)).toEqual({ allowed: true });
});

test.each([
  ["loopback", "127.0.0.1"],
  ["loopback elsewhere in its network", "127.8.9.10"],
  ["loopback of IPv6", "::1"],
  ["loopback in the form of IPv6", "::ffff:127.0.0.1"],
  ["loopback in the older form of IPv6", "::127.0.0.1"],
  ["link-local", "169.254.169.254"],
  ["link-local of IPv6", "fe80::1"],
  ["link-local in the form of IPv6", "::ffff:a9fe:a9fe"],
  ["unspecified", "0.0.0.0"],
  ["unspecified of IPv6", "::"],
  ["broadcast", "255.255.255.255"],
  ["multicast", "224.0.0.1"],
  ["loopback behind a translator", "64:ff9b::7f00:1"],
  ["loopback behind a 6to4 relay", "2002:7f00:1::1"],
  ["loopback behind a Teredo relay", "2001:0:7f00:1::1"],
  ["no address", "localhost"],
  ["an address in short", "127.1"],
  ["an address as a number", "2130706433"],
  ["an address in octal", "0177.0.0.1"],
  ["nothing", ""],
])("%s is refused, whatever administrators allow", (_what, address) => {
  expect(decideReach(address, EVERYWHERE)).toMatchObject({ allowed: false });
});

test.each([
  ["10.1.2.3", "10.0.0.0/8"],
  ["172.16.0.1", "172.16.0.0/12"],
  ["192.168.1.1", "192.168.1.0/24"],
  ["100.64.0.1", "100.64.0.0/10"],
  ["fd00::1", "fd00::/8"],
])("%s is refused until administrators allow %s", (address, network) => {
  expect(decideReach(address, NONE)).toMatchObject({ allowed: false });
  expect(decideReach(address, { own: [], allowed: [network] })).toEqual({ allowed: true });
});

test("the networks of the engine and of Berth are refused also inside an allowed one, and where they are public", () => {
  const rules = { own: ["10.192.0.0/10", "203.0.114.0/24"], allowed: ["10.0.0.0/8"] };
  expect(decideReach("10.192.0.5", rules)).toMatchObject({ allowed: false });
  expect(decideReach("::ffff:10.192.0.5", rules)).toMatchObject({ allowed: false });
  expect(decideReach("203.0.114.9", rules)).toMatchObject({ allowed: false });
  expect(decideReach("10.1.0.5", rules)).toEqual({ allowed: true });
});

test("a refusal names the address", () => {
  expect(decideReach("127.0.0.1", NONE)).toEqual({
    allowed: false,
    reason: "Berth sends nothing to 127.0.0.1: the address is not public.",
  });
});

test.each([
  ["10.1.0.0/16, 192.168.7.9", ["10.1.0.0/16", "192.168.7.9/32"]],
  ["fd00::/8,fd01::5", ["fd00::/8", "fd01::5/128"]],
  ["", []],
  ["10.1.0.0/33", null],
  ["10.1", null],
  ["example.org", null],
])("%s is read as networks", (text, networks) => {
  expect(readNetworks(text)).toEqual(networks);
});
