import ipaddr from "ipaddr.js";

/** `own` are networks of the engine and of Berth, reached by nobody; `allowed` are private ones that administrators have opened. Both as CIDR. */
export type ReachRules = { own: readonly string[]; allowed: readonly string[] };

/** Networks and single addresses with commas between, all as CIDR; null when one is neither. */
export function readNetworks(text: string): string[] | null {
  const networks = text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
  const cidrs = networks.map((network) => {
    if (ipaddr.isValidCIDR(network)) return network;
    if (ipaddr.IPv4.isValidFourPartDecimal(network)) return `${network}/32`;
    return ipaddr.IPv6.isValid(network) ? `${network}/128` : null;
  });
  return cidrs.every((cidr) => cidr !== null) ? cidrs : null;
}

/** What no allowance opens: what answers there is this machine, or nobody in particular. */
const NEVER: ReadonlySet<string> = new Set([
  "loopback",
  "linkLocal",
  "unspecified",
  "broadcast",
  "multicast",
  // These carry an IPv4 address, which could be any of the above.
  "rfc6052",
  "rfc6145",
  "6to4",
  "teredo",
]);

const isIn = (address: ipaddr.IPv4 | ipaddr.IPv6, networks: readonly string[]): boolean =>
  networks.some((network) => {
    const [first, bits] = ipaddr.parseCIDR(network);
    return first.kind() === address.kind() && address.match(first, bits);
  });

/** The deprecated `::a.b.c.d`, which some machines still take for the IPv4 address in it. */
const isOldMapped = (address: ipaddr.IPv4 | ipaddr.IPv6): boolean =>
  address.kind() === "ipv6" && address.match(ipaddr.IPv6.parse("::"), 96);

/** Whether a webhook may connect to an address, one that its name has been resolved to. What is no plain address is refused. */
export function decideReach(
  text: string,
  rules: ReachRules,
): { allowed: true } | { allowed: false; reason: string } {
  const refused = {
    allowed: false,
    reason: `Berth sends nothing to ${text}: the address is not public.`,
  } as const;
  if (!ipaddr.IPv4.isValidFourPartDecimal(text) && !ipaddr.IPv6.isValid(text)) return refused;
  const address = ipaddr.process(text);
  const range = address.range();
  if (NEVER.has(range) || isOldMapped(address) || isIn(address, rules.own)) return refused;
  return range === "unicast" || isIn(address, rules.allowed) ? { allowed: true } : refused;
}
