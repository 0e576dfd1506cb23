import "server-only";
import { randomUUID } from "node:crypto";
import { addressGroup, clientAddress } from "../core/people/address";
import { platform } from "../runtime/container";

/** Whoever sends a request, signed in or not. `addressGroup` is what attempts are counted by. */
export type Visitor = { requestId: string; address: string; addressGroup: string; userAgent: string | null };

/** Who sent these headers. */
export function visitorOf(sent: Headers): Visitor {
  // Berth itself speaks plain HTTP, so an https address means that one reverse proxy stands before it.
  const proxies = platform().baseUrl.startsWith("https:") ? 1 : 0;
  const address = clientAddress(sent.get("x-forwarded-for"), proxies);
  return {
    requestId: sent.get("x-request-id") ?? randomUUID(),
    address,
    addressGroup: addressGroup(address),
    userAgent: sent.get("user-agent"),
  };
}
