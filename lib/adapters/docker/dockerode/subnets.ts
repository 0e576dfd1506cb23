/** There are 1,024 subnets of 4,096 addresses in 10.192.0.0/10. */
const SUBNETS = 1_024;
const SUBNET_SIZE = 4_096;
const BASE = ((10 << 24) | (192 << 16)) >>> 0;

const dotted = (address: number): string =>
  [24, 16, 8, 0].map((shift) => (address >>> shift) & 255).join(".");

/** The /20 subnet at an index, which may be any size. */
export const subnetAt = (index: number): string => `${dotted(BASE + (index % SUBNETS) * SUBNET_SIZE)}/20`;

/** First and last address of an IPv4 subnet, null for anything else (IPv6). */
function rangeOf(subnet: string): { first: number; last: number } | null {
  const [, a, b, c, d, bits] = /^(\d+)\.(\d+)\.(\d+)\.(\d+)\/(\d+)$/.exec(subnet) ?? [];
  if (bits === undefined) return null;
  const size = 2 ** (32 - Number(bits));
  const address = ((Number(a) * 256 + Number(b)) * 256 + Number(c)) * 256 + Number(d);
  const first = Math.floor(address / size) * size;
  return { first, last: first + size - 1 };
}

/** True when a subnet shares no address with any of the used ones. */
export function isFree(subnet: string, used: readonly string[]): boolean {
  const own = rangeOf(subnet);
  return (
    own !== null &&
    used.every((other) => {
      const range = rangeOf(other);
      return range === null || range.last < own.first || range.first > own.last;
    })
  );
}
