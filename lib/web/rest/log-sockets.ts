import "server-only";
import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { DomainError } from "../../core/errors";
import { MIB, SECOND_MS } from "../../core/units";
import type { Platform } from "../../runtime/container";
import { describeError, log } from "../../runtime/log";
import { apiRefusalOf } from "./errors";
import { followFrames, type LogFrame, logsOf } from "./logs";

const PING_MS = 15 * SECOND_MS;
/** Whoever reads slower than lines are written is let go instead of kept in memory. */
const BUFFERED_BYTES_MAX = 4 * MIB;
/** The socket is one-way: a client has nothing to send. */
const SAID_BYTES_MAX = 1024;

type UpgradeListener = (request: IncomingMessage, socket: Duplex, head: Buffer) => Promise<void>;

/**
 * Follows logs over WebSockets, as the vendor's command line asks for them: the address of the logs with `stream=true`, frames as JSON,
 * a ping among them. Any other WebSocket is refused.
 */
export function logSockets(parts: () => Platform): UpgradeListener {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: SAID_BYTES_MAX });
  return async (request, socket, head) => {
    const requestId = randomUUID();
    const gone = new AbortController();
    socket.on("error", () => socket.destroy()).once("close", () => gone.abort());
    try {
      const frames = await openFrames(request, { requestId, signal: gone.signal, parts: parts() });
      sockets.handleUpgrade(request, socket, head, (client) => void send(client, frames, requestId));
    } catch (error) {
      refuse(socket, apiRefusalOf(error, requestId), requestId);
    }
  };
}

/** @throws DomainError `not_found`, `unauthenticated`; ZodError. */
async function openFrames(
  request: IncomingMessage,
  { requestId, signal, parts }: { requestId: string; signal: AbortSignal; parts: Platform },
): Promise<AsyncIterable<LogFrame>> {
  const target = request.url ?? "/";
  const of = logsOf(target);
  if (!of) throw new DomainError("not_found", "route", "There is no such route.");
  const url = new URL(`http://berth${target}`);
  // The token of the address alone: another site's page may open a socket with the cookies of its visitor.
  if (!url.searchParams.has("token"))
    throw new DomainError(
      "unauthenticated",
      "no_token",
      "Open the address that the API gave out, with its token.",
    );
  return followFrames({ url: url.href, headers: new Headers(), of, requestId }, signal, parts);
}

/** Until the lines end, which they do when the client goes. */
async function send(client: WebSocket, frames: AsyncIterable<LogFrame>, requestId: string): Promise<void> {
  const say = (frame: LogFrame | { event: "ping" }) => {
    if (client.bufferedAmount > BUFFERED_BYTES_MAX) client.terminate();
    else client.send(JSON.stringify(frame), () => {});
  };
  client.on("error", () => client.terminate());
  say({ event: "ping" });
  const timer = setInterval(() => say({ event: "ping" }), PING_MS);
  try {
    for await (const frame of frames) say(frame);
    client.close(1000);
  } catch (error) {
    log.error("logs.follow_failed", { requestId, error: describeError(error) });
    client.close(1011);
  } finally {
    clearInterval(timer);
  }
}

function refuse(socket: Duplex, { status, body }: ReturnType<typeof apiRefusalOf>, requestId: string): void {
  const text = JSON.stringify(body);
  socket.end(
    `HTTP/1.1 ${status} Refused\r\nconnection: close\r\ncontent-type: application/json\r\nx-request-id: ${requestId}\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  );
}
