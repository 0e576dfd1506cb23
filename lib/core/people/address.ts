import ipaddr from "ipaddr.js";

const IN_BRACKETS = /^\[([^\]]*)\](?::\d+)?$/;
/** An IPv4 address, alone or at the end of an IPv6 one, with a port: an IPv6 address without brackets has none to tell. */
const WITH_PORT = /^(.*\d+\.\d+\.\d+\.\d+):\d+$/;

/**
 * The address a request came from, out of `x-forwarded-for`, to which every hop appends whom it heard. `proxies` is the number
 * of reverse proxies we know of; what stands before their entries was written by the client and proves nothing. One address is
 * always written in one way, without the port that some proxies add.
 */
export function clientAddress(forwardedFor: string | null, proxies: number): string {
  const hops = (forwardedFor ?? "")
    .split(",")
    .map((hop) => hop.trim())
    .filter((hop) => hop !== "");
  return normalise(hops[Math.max(0, hops.length - 1 - proxies)] ?? "unknown");
}

/** What is no address stays as it was written; an IPv4 client of a server for both kinds is that IPv4 client. */
function normalise(hop: string): string {
  const bare = IN_BRACKETS.exec(hop)?.[1] ?? WITH_PORT.exec(hop)?.[1] ?? hop;
  const address = bare.split("%")[0] ?? bare;
  return ipaddr.IPv6.isValid(address) ? ipaddr.process(address).toString() : bare;
}

/** The address to keep with what was done; null for what is none. */
export const knownAddress = (address: string): string | null => (ipaddr.isValid(address) ? address : null);

/**
 * What attempts are counted by: an IPv4 address as it is, an IPv6 address by its first 64 bits, since one person has all of them.
 * @source https://www.rfc-editor.org/rfc/rfc6177
 */
export function addressGroup(address: string): string {
  if (!ipaddr.IPv6.isValid(address)) return address;
  const groups = ipaddr.IPv6.parse(address).parts.slice(0, 4);
  return `${groups.map((group) => group.toString(16)).join(":")}::/64`;
}
