/** How a server that listens for both kinds sees an IPv4 client, in the one form in which a URL has it. */
const MAPPED_IPV4 = /^::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})$/;
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

/** What is no address stays as it was written. */
function normalise(hop: string): string {
  const bare = IN_BRACKETS.exec(hop)?.[1] ?? WITH_PORT.exec(hop)?.[1] ?? hop;
  const url = `http://[${bare.split("%")[0]}]`;
  if (!bare.includes(":") || !URL.canParse(url)) return bare;
  const address = new URL(url).hostname.slice(1, -1);
  const [, high, low] = MAPPED_IPV4.exec(address) ?? [];
  return high && low ? [...bytesOf(high), ...bytesOf(low)].join(".") : address;
}

const bytesOf = (group: string): [number, number] => {
  const number = Number.parseInt(group, 16);
  return [number >> 8, number & 255];
};

/**
 * What attempts are counted by: an IPv4 address as it is, an IPv6 address by its first 64 bits, since one person has all of them.
 * @source https://www.rfc-editor.org/rfc/rfc6177
 */
export function addressGroup(address: string): string {
  if (!address.includes(":")) return address;
  const [head = "", tail] = address.toLowerCase().split("%")[0]?.split("::") ?? [];
  const groups = head === "" ? [] : head.split(":");
  const rest = tail ? tail.split(":") : [];
  const missing = tail === undefined ? 0 : Math.max(0, 8 - groups.length - rest.length);
  const all = [...groups, ...Array.from({ length: missing }, () => "0"), ...rest];
  return `${all
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":")}::/64`;
}
