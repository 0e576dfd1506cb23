import type { NetworkInterfaceInfo } from "node:os";
import { expect, test } from "vitest";
import { ownNetworks } from "./own-networks";

const of = (cidr: string): NetworkInterfaceInfo[] => [
  { address: cidr.split("/")[0] ?? "", netmask: "", mac: "", internal: false, family: "IPv4", cidr },
];
const interfaces = {
  eth0: of("10.0.0.5/24"),
  docker0: of("172.17.0.1/16"),
  docker_gwbridge: of("172.18.0.1/16"),
};

test("the engine's networks as a whole, and this machine's own addresses", () => {
  expect(ownNetworks(["10.0.0.0/8"], interfaces)).toEqual([
    "10.192.0.0/10",
    "10.0.0.5/32",
    "172.17.0.1/16",
    "172.18.0.1/16",
  ]);
});

test("an address of this machine that is allowed by itself is none of them", () => {
  expect(ownNetworks(["10.0.0.5/32", "172.17.0.1/32"], interfaces)).toEqual([
    "10.192.0.0/10",
    "172.17.0.1/16",
    "172.18.0.1/16",
  ]);
});
