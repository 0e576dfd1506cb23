import { connect as connectPlain, isIP, type LookupFunction, type Socket } from "node:net";
import { connect as connectSecure } from "node:tls";
import { Redis } from "ioredis";
import { DomainError, hasReason } from "../../../core/errors";
import { readSourceUrl, type SourceAddress, sourceName } from "../../../core/imports/source";
import { MINUTE_MS, SECOND_MS } from "../../../core/units";
import type { ImportSource } from "../../../ports/redis-import";
import { standing } from "../with-connection";
import { askAll, type End } from "./ask";
import { boundedStream } from "./bounded-stream";
import { OF_IMPORT, type ReplyBounds } from "./reply-bounds";

const CONNECT_MS = 10 * SECOND_MS;
const COMMAND_MS = 2 * MINUTE_MS;

/** Decides what may be reached, on the very address that a connection goes to, and (by PEM) whose certificates are trusted there. */
export type SourceGuard = {
  lookup: LookupFunction;
  checkLiteral(host: string): void;
  /** Those that Node.js has unless told otherwise. */
  authoritiesPem?: string;
};

type Reading = { signal?: AbortSignal; bounds?: ReplyBounds };

/**
 * Connects to a source, runs `work` and closes. @throws DomainError `unavailable` reason `source_unreachable`; `invalid` reason
 * `source_url` or `address_refused`; `conflict` reason `source_refused` when it does not let us in. None holds a word of the URL but its host.
 * What it answers is read within bounds. A `signal` cuts the connection, so that nobody waits for a source that hangs.
 */
export async function withSource<T>(
  guard: SourceGuard,
  source: ImportSource,
  work: (source: End, address: SourceAddress) => Promise<T>,
  reading: Reading = {},
): Promise<T> {
  const address = addressOf(source);
  const stream = await open(guard, address, source.isCertificateChecked);
  return withStream(stream, address, work, reading);
}

/** @throws DomainError `invalid` reason `source_url`. */
export function addressOf({ url }: ImportSource): SourceAddress {
  const address = readSourceUrl(url);
  if (address) return address;
  throw new DomainError("invalid", "source_url", "Give the URL as redis://user:password@host:port.", {
    fields: { url: ["It does not begin with redis:// or rediss://, or is no URL."] },
  });
}

/** The same over a connection that stands, whichever way it leads there. */
export async function withStream<T>(
  stream: Socket,
  address: SourceAddress,
  work: (source: End, address: SourceAddress) => Promise<T>,
  { signal, bounds = OF_IMPORT }: Reading = {},
): Promise<T> {
  const { user, password } = address;
  const bounded = boundedStream(stream, bounds, (why) =>
    refused("source_refused", `${sourceName(address)} is not read any further: ${why}.`),
  );
  const redis = new Redis({
    ...(user !== null && { username: user }),
    ...(password !== null && { password }),
    Connector: standing(bounded),
    lazyConnect: true,
    commandTimeout: COMMAND_MS,
    retryStrategy: () => null,
    maxRetriesPerRequest: 0,
    enableReadyCheck: false,
    disableClientInfo: true,
    protocol: 2,
  });
  const told: Error[] = [];
  redis.on("error", (error: Error) => told.push(error));
  const cut = () => bounded.destroy();
  signal?.addEventListener("abort", cut, { once: true });
  try {
    if (signal?.aborted) cut();
    await redis.connect();
    const end: End = { redis, inWords: (error) => inWords(address, error) };
    await assertLetIn(end);
    return await work(end, address);
  } catch (error) {
    // ioredis tells of a refused password, and why a connection ended, by its error event alone.
    const why = told.find((one) => one instanceof DomainError || one.name === "ReplyError");
    throw inWords(address, why ?? error);
  } finally {
    signal?.removeEventListener("abort", cut);
    redis.disconnect();
    bounded.destroy();
  }
}

/** A server that wants a password, and got none, says so at the first command. */
async function assertLetIn(end: End): Promise<void> {
  const [answer] = await askAll(end, [["ECHO", "-"]]);
  if (answer instanceof Error && answer.message.startsWith("NOAUTH")) throw answer;
}

async function open(
  guard: SourceGuard,
  address: SourceAddress,
  isCertificateChecked: boolean,
): Promise<Socket> {
  const { host, port, isTls } = address;
  let socket: Socket | undefined;
  try {
    guard.checkLiteral(host);
    const plain = connectPlain({ host, port, lookup: guard.lookup });
    socket = plain;
    await settled(plain, "connect");
    plain.setNoDelay(true).setKeepAlive(true);
    if (!isTls) return plain;
    const secure = connectSecure({
      socket: plain,
      ...(isIP(host) === 0 && { servername: host }),
      // Who asks for it has said so: the source of a hosted platform often has a certificate that it signed itself.
      rejectUnauthorized: isCertificateChecked,
      ...(guard.authoritiesPem !== undefined && { ca: guard.authoritiesPem }),
    });
    socket = secure;
    await settled(secure, "secureConnect");
    return secure;
  } catch (error) {
    socket?.destroy();
    throw inWords(address, error);
  }
}

const settled = (socket: Socket, event: "connect" | "secureConnect"): Promise<void> =>
  new Promise((resolve, reject) => {
    const end = (done: () => void) => {
      clearTimeout(late);
      socket.off("error", refuse).off("close", closed);
      done();
    };
    const refuse = (error: Error) => end(() => reject(error));
    const closed = () => refuse(Object.assign(new Error("closed"), { code: "ECONNRESET" }));
    const late = setTimeout(
      () => refuse(Object.assign(new Error("silent"), { code: "ETIMEDOUT" })),
      CONNECT_MS,
    );
    // An error that comes later is that of who uses the connection then.
    socket.on("error", () => {});
    socket.once("error", refuse).once("close", closed);
    socket.once(event, () => end(resolve));
  });

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "refuses connections",
  ECONNRESET: "cut the connection",
  EPIPE: "cut the connection",
  EHOSTUNREACH: "cannot be reached",
  ENETUNREACH: "cannot be reached",
  ENOTFOUND: "is a name that nobody knows",
  EAI_AGAIN: "is a name that could not be looked up now",
  ETIMEDOUT: "does not answer",
};
const TLS_CODES = /^(ERR_SSL|ERR_TLS|EPROTO|CERT_|UNABLE_TO_|SELF_SIGNED|DEPTH_ZERO)/;
/** Of ioredis, which gives them no code. */
const SILENCES = /^(Connection is closed|Command timed out|Stream isn't writeable)/;
const REFUSALS = /^(WRONGPASS|NOAUTH|ERR invalid password|ERR Client sent AUTH|ERR AUTH)/;
/** What passes by itself. */
const PASSING = /^(LOADING|BUSY |ERR max number of clients|MASTERDOWN|TRYAGAIN)/;
const WORDS_MAX = 200;

const refused = (reason: string, message: string, code: "conflict" | "unavailable" = "conflict") =>
  new DomainError(code, reason, message);

/** No cause is kept: ioredis hangs the arguments of a failed command on it, the password among them. */
export function inWords(address: SourceAddress, error: unknown): unknown {
  const name = sourceName(address);
  if (hasReason(error, "address_refused")) {
    const message = `Berth does not connect to ${name}: the address is not public. Its operator can allow it by BERTH_IMPORT_NETWORKS.`;
    return new DomainError("invalid", "address_refused", message, { fields: { url: [message] } });
  }
  if (error instanceof DomainError) return error;
  if (!(error instanceof Error)) return error;
  if (error.name === "ReplyError") return ofReply(name, error.message.slice(0, WORDS_MAX));
  const code = "code" in error ? String(error.code) : "";
  if (TLS_CODES.test(code))
    return refused(
      "source_tls_refused",
      `The TLS of ${name} is not to be trusted (${code}). Where it has a certificate that it signed itself, ask for the import without a check of it.`,
    );
  if (WORDS[code] ?? SILENCES.test(error.message))
    return refused("source_unreachable", `${name} ${WORDS[code] ?? "does not answer"}.`, "unavailable");
  return error;
}

function ofReply(name: string, reply: string): DomainError {
  if (REFUSALS.test(reply))
    return refused("source_refused", `${name} does not let Berth in: user or password is wrong.`);
  if (PASSING.test(reply))
    return refused("source_unreachable", `${name} answers ${reply.split(" ", 1)[0]}.`, "unavailable");
  if (reply.startsWith("NOPERM"))
    return refused("source_forbidden", `The user at ${name} may not read everything: ${reply}`);
  return refused("source_refused", `${name} refused: ${reply}`);
}
