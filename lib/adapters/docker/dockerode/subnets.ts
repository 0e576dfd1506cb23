import ipaddr from "ipaddr.js";

/** There are 1,024 subnets of 4,096 addresses in 10.192.0.0/10. */
const SUBNETS = 1_024;
const SUBNET_SIZE = 4_096;
const BASE = ((10 << 24) | (192 << 16)) >>> 0;

const dotted = (address: number): string =>
  [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".");

/** The /20 subnet at an index, which may be any size. */
export const subnetAt = (index: number): string => `${dotted(BASE + (index % SUBNETS) * SUBNET_SIZE)}/20`;

/** True when a subnet shares no address with any of the used ones; those of IPv6 are in nobody's way. */
export function isFree(subnet: string, used: readonly string[]): boolean {
  const [own, ownBits] = ipaddr.IPv4.parseCIDR(subnet);
  return used
    .filter((other) => ipaddr.IPv4.isValidCIDR(other))
    .map((other) => ipaddr.IPv4.parseCIDR(other))
    .every(([address, bits]) => !own.match(address, Math.min(bits, ownBits)));
}
