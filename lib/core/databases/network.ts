import ipaddr from "ipaddr.js";
import { z } from "zod";

/** A network as `203.0.113.0/24`, of one that is written with any address in it, or of a single address; null for what is neither. */
export function networkOf(text: string): string | null {
  // An interface of one machine is no part of an address elsewhere.
  if (text.includes("%")) return null;
  if (ipaddr.isValidCIDR(text)) {
    const [address, bits] = ipaddr.parseCIDR(text);
    const first =
      address.kind() === "ipv4"
        ? ipaddr.IPv4.networkAddressFromCIDR(text)
        : ipaddr.IPv6.networkAddressFromCIDR(text);
    return `${first.toString()}/${bits}`;
  }
  if (!ipaddr.IPv4.isValidFourPartDecimal(text) && !ipaddr.IPv6.isValid(text)) return null;
  // An IPv4 client in the form of IPv6 is that IPv4 client.
  const address = ipaddr.process(text);
  return `${address.toString()}/${address.kind() === "ipv4" ? 32 : 128}`;
}

const Network = z.string().transform((text, { addIssue }) => {
  const network = networkOf(text.trim());
  if (network !== null) return network;
  addIssue({
    code: "custom",
    message: `${JSON.stringify(text)} is neither a network nor an address. Write 203.0.113.0/24, or 203.0.113.7.`,
  });
  return z.NEVER;
});

/** From where a database may be reached from outside; an empty list is from everywhere. */
export const PublicOptions = z.strictObject({
  networks: z
    .array(Network)
    .max(50, { error: "At most 50 networks." })
    .default([])
    .transform((networks) => [...new Set(networks)]),
});
export type PublicOptions = z.infer<typeof PublicOptions>;

/** Why there is no internet access where no public host name is set. */
export const NO_PUBLIC_HOST =
  "This Berth does not know under which name its hosts are reached from outside. An administrator sets it: BERTH_PUBLIC_HOST.";
