import { once } from "node:events";
import { connect, isIP } from "node:net";
import type { Duplex } from "node:stream";
import { checkServerIdentity } from "node:tls";
import { DomainError } from "../../core/errors";
import type { GatewayWay } from "../../ports/gateways";
import { CLOSED, secure } from "./secure";
import type { Ways } from "./ways";

const CONNECT_MS = 3_000;
/** A connection that finds no node is held for some seconds. */
const ANSWER_MS = 8_000;

/** See the port. Each way to fail has a reason of its own, so that who asks can tell a closed port from a wrong certificate. */
export async function knock(ways: Ways, way: GatewayWay, tlsName: string | null): Promise<string> {
  const where = "host" in way ? `${way.host}:${way.port}` : way.serviceName;
  const failed = (reason: string, what: string) => (cause: unknown) => {
    throw new DomainError("unavailable", reason, `${where} ${what}: ${wordsOf(cause)}.`, { cause });
  };
  const noTls = (cause: unknown) => {
    if (!isCut(cause)) return failed("tls_refused", "does not speak TLS as it should")(cause);
    throw new DomainError("unavailable", "tls_cut", `${where} lets nobody in from here.`, { cause });
  };
  const opened = "host" in way ? dial(way) : ways.openStream(way.serviceName);
  const stream = await opened.catch(failed("gateway_unreachable", "cannot be reached"));
  const { caPem: ca } = await ways.credentials();
  const talking = tlsName === null ? stream : await secure(stream, proofOf(ca, tlsName)).catch(noTls);
  return firstAnswer(talking).catch(failed("gateway_silent", "says nothing"));
}

const wordsOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

/** Ended by the other side before it said anything about who it is. */
const isCut = (cause: unknown): boolean =>
  cause instanceof Error &&
  (cause.message === CLOSED || ("code" in cause && (cause.code === "ECONNRESET" || cause.code === "EPIPE")));

/** No address may stand where the name asked for is told, but a certificate may be for one. */
const proofOf = (ca: string, name: string) =>
  isIP(name)
    ? {
        ca,
        checkServerIdentity: (_: string, certificate: Parameters<typeof checkServerIdentity>[1]) =>
          checkServerIdentity(name, certificate),
      }
    : { ca, servername: name };

async function dial(address: { host: string; port: number }): Promise<Duplex> {
  const socket = connect(address);
  try {
    await once(socket, "connect", { signal: AbortSignal.timeout(CONNECT_MS) });
  } catch (error) {
    socket.destroy();
    throw error;
  }
  return socket;
}

async function firstAnswer(stream: Duplex): Promise<string> {
  const late = setTimeout(() => stream.destroy(new Error("no answer in time")), ANSWER_MS);
  let said = "";
  try {
    stream.write("PING\r\n");
    for await (const piece of stream) {
      said += String(piece);
      if (said.includes("\n")) return said.split("\r\n", 1)[0] ?? "";
    }
  } finally {
    clearTimeout(late);
    stream.destroy();
  }
  throw new Error("the connection was closed");
}
