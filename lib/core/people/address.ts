/** How a server that listens for both kinds sees an IPv4 client. */
const MAPPED_IPV4 = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i;

/**
 * The address a request came from, out of `x-forwarded-for`, to which every hop appends whom it heard. `proxies` is the number
 * of reverse proxies we know of; what stands before their entries was written by the client and proves nothing.
 */
export function clientAddress(forwardedFor: string | null, proxies: number): string {
  const hops = (forwardedFor ?? "")
    .split(",")
    .map((hop) => hop.trim())
    .filter((hop) => hop !== "");
  const address = hops[Math.max(0, hops.length - 1 - proxies)] ?? "unknown";
  return MAPPED_IPV4.exec(address)?.[1] ?? address;
}

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
