import { expect, test } from "vitest";
import { addressGroup, clientAddress } from "./address";

test.each([
  ["no proxy: what our own server appended counts", "6.6.6.6, 10.0.0.9", 0, "10.0.0.9"],
  ["one proxy: its entry counts, not the client's own claim", "6.6.6.6, 10.0.0.9, 10.0.0.1", 1, "10.0.0.9"],
  ["fewer entries than hops: the first one", "10.0.0.9", 1, "10.0.0.9"],
  ["an IPv4 address in IPv6 clothes is that IPv4 address", "::ffff:10.0.0.9", 0, "10.0.0.9"],
  ["spaces and empty entries are nothing", " , 10.0.0.9 ,", 0, "10.0.0.9"],
  ["no header at all", null, 0, "unknown"],
])("%s", (_name, header, proxies, address) => {
  expect(clientAddress(header, proxies)).toBe(address);
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
