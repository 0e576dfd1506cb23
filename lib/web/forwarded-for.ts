import "server-only";
import { subscribe } from "node:diagnostics_channel";
import { IncomingMessage } from "node:http";

/**
 * Appends whom we heard to `x-forwarded-for` of every request, as a proxy does, before Next sees it: Next believes whatever a client
 * sends, and the limits on sign-in have to count true addresses. `visitor.ts` reads it.
 */
export function appendForwardedFor(): void {
  subscribe("http.server.request.start", (message) => {
    const request = message && typeof message === "object" && "request" in message ? message.request : null;
    if (!(request instanceof IncomingMessage)) return;
    const before = request.headers["x-forwarded-for"];
    const heard = request.socket.remoteAddress ?? "unknown";
    request.headers["x-forwarded-for"] = before === undefined ? heard : `${before}, ${heard}`;
  });
}
