import "server-only";
import type { IncomingMessage } from "node:http";

/**
 * Appends whom we heard to `x-forwarded-for` of a request, as a proxy does, before anybody reads it: clients send what they like, and
 * the limits on sign-in have to count true addresses. `visitor.ts` reads it.
 */
export function appendForwardedFor({ headers, socket }: IncomingMessage): void {
  const before = headers["x-forwarded-for"];
  const heard = socket.remoteAddress ?? "unknown";
  headers["x-forwarded-for"] = before === undefined ? heard : `${before}, ${heard}`;
}
