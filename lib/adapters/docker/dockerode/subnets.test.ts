import { expect, test } from "vitest";
import { isFree, subnetAt } from "./subnets";

test.each([
  [0, "10.192.0.0/20"],
  [1, "10.192.16.0/20"],
  [1_023, "10.255.240.0/20"],
  [1_024, "10.192.0.0/20"],
])("subnet %i is %s", (index, subnet) => {
  expect(subnetAt(index)).toBe(subnet);
});

test.each([
  ["the same one", "10.192.16.0/20", false],
  ["one that holds it", "10.0.0.0/8", false],
  ["one within it", "10.192.31.0/24", false],
  ["the one before", "10.192.0.0/20", true],
  ["the one after", "10.192.32.0/20", true],
  ["one of IPv6", "fd00::/64", true],
])("of those in use, %s (%s) leaves it free: %s", (_name, used, isLeft) => {
  expect(isFree("10.192.16.0/20", [used])).toBe(isLeft);
});
