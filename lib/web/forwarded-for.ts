import "server-only";
import type { IncomingMessage } from "node:http";

const NAME = "x-forwarded-for";

/**
 * Appends whom we heard to `x-forwarded-for` of a request, as a proxy does, before anybody reads it: clients send what they like, and
 * the limits on sign-in have to count true addresses. `visitor.ts` reads it.
 */
export function appendForwardedFor({ headers, rawHeaders, socket }: IncomingMessage): void {
  const before = headers[NAME];
  const heard = socket.remoteAddress ?? "unknown";
  headers[NAME] = before === undefined ? heard : `${before}, ${heard}`;
  // Read instead of the above as soon as a header came twice.
  rawHeaders.push(NAME, heard);
}
