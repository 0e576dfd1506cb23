import { expect, test } from "vitest";
import { addressGroup, clientAddress, knownAddress } from "./address";

test.each([
  ["no proxy: what our own server appended counts", "6.6.6.6, 10.0.0.9", 0, "10.0.0.9"],
  ["one proxy: its entry counts, not the client's own claim", "6.6.6.6, 10.0.0.9, 10.0.0.1", 1, "10.0.0.9"],
  ["fewer entries than hops: the first one", "10.0.0.9", 1, "10.0.0.9"],
  ["an IPv4 address in IPv6 clothes is that IPv4 address", "::ffff:10.0.0.9", 0, "10.0.0.9"],
  ["a port behind the address is none of it", "203.0.113.9:51123", 0, "203.0.113.9"],
  ["nor behind an IPv6 address in brackets", "[2001:DB8::1]:51123", 0, "2001:db8::1"],
  ["brackets alone are taken off", "[2001:db8::1]", 0, "2001:db8::1"],
  ["in brackets with a port", "[::ffff:10.0.0.9]:51123", 0, "10.0.0.9"],
  ["with a port and no brackets", "::ffff:10.0.0.9:51123", 0, "10.0.0.9"],
  ["in hexadecimal", "::ffff:a00:9", 0, "10.0.0.9"],
  ["written out", "0:0:0:0:0:FFFF:0A00:0009", 0, "10.0.0.9"],
  ["half written out, with a zone", "0000::ffff:10.0.0.9%eth0", 0, "10.0.0.9"],
  ["the proxy's entry with a port", "6.6.6.6, 203.0.113.9:51123, 10.0.0.1", 1, "203.0.113.9"],
  ["what is no address stays what it is", "unknown", 0, "unknown"],
  ["nor is this one", "_hidden:x", 0, "_hidden:x"],
  ["spaces and empty entries are nothing", " , 10.0.0.9 ,", 0, "10.0.0.9"],
  ["no header at all", null, 0, "unknown"],
])("%s", (_name, header, proxies, address) => {
  expect(clientAddress(header, proxies)).toBe(address);
});

test("ports and ways of writing make no other group of one IPv4 address, and no one group of two", () => {
  const groupOf = (hop: string) => addressGroup(clientAddress(hop, 0));
  const forms = ["10.0.0.9:1", "10.0.0.9:2", "[::ffff:10.0.0.9]:3", "::ffff:a00:9", "::FFFF:10.0.0.9"];
  expect(new Set(forms.map(groupOf))).toEqual(new Set(["10.0.0.9"]));
  expect(groupOf("[::ffff:10.0.0.8]:3")).toBe("10.0.0.8");
});

test.each([
  ["10.0.0.9", "10.0.0.9"],
  ["2001:db8:0:1:aaaa::1", "2001:db8:0:1::/64"],
  ["2001:db8:0:1:bbbb:cccc:dddd:eeee", "2001:db8:0:1::/64"],
  ["2001:0DB8::1", "2001:db8:0:0::/64"],
  ["::1", "0:0:0:0::/64"],
  ["fe80::1%eth0", "fe80:0:0:0::/64"],
  ["unknown", "unknown"],
])("%s is counted as %s", (address, group) => {
  expect(addressGroup(address)).toBe(group);
});

test.each([
  ["10.0.0.9", "10.0.0.9"],
  ["2001:db8::1", "2001:db8::1"],
  ["unknown", null],
  ["=cmd()", null],
])("%s is kept as %s", (address, kept) => {
  expect(knownAddress(address)).toBe(kept);
});
