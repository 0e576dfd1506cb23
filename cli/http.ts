import {
  Agent as HttpAgent,
  type IncomingMessage,
  type RequestOptions,
  request as requestHttp,
} from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";
import { Readable } from "node:stream";
import { text as readText } from "node:stream/consumers";
import { MINUTE_MS, SECOND_MS } from "@/lib/core/units";
import { EXIT } from "./exit-codes";
import { Failure } from "./failure";

const TIMEOUT_MS = 30 * SECOND_MS;
/** A file is looked at and stored before it is answered. */
const FILE_TIMEOUT_MS = 10 * MINUTE_MS;

export type HttpRequest = { method: string; url: URL; headers: Record<string, string>; body?: string };
/** `bytes` is null for what ends when it ends. */
export type OutgoingFile = { content: AsyncIterable<Uint8Array>; bytes: number | null };
export type HttpAnswer = { status: number; headers: IncomingMessage["headers"]; text: string };

// `fetch` would do as much, but takes longer to load than a whole command to run.
const agents = { http: new HttpAgent({ keepAlive: true }), https: new HttpsAgent({ keepAlive: true }) };

/** Lets the process end: a kept connection would hold it up. */
export function closeConnections(): void {
  agents.http.destroy();
  agents.https.destroy();
}

/** Sends a request and reads the whole answer. @throws Failure `unavailable` when there is none. */
export async function send(request: HttpRequest): Promise<HttpAnswer> {
  const message = await open(request, TIMEOUT_MS);
  try {
    return { status: message.statusCode ?? 0, headers: message.headers, text: await readText(message) };
  } catch (error) {
    throw unreachable(request.url, error);
  }
}

/** The same, for an answer that is read while it comes. With `timeoutMs` 0 it may be silent for as long as it likes. */
export function open(
  { method, url, headers, body }: HttpRequest,
  timeoutMs: number,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const options = { method, timeout: timeoutMs, headers: { ...headers, ...bodyHeaders(body) } };
    const request = newRequest(url, options, resolve);
    request.once("timeout", () => request.destroy(new Error(`no answer within ${timeoutMs / SECOND_MS} s`)));
    request.once("error", (error) => reject(unreachable(url, error)));
    request.end(body);
  });
}

/** Sends a file, until it is answered: a refusal may come before its end. @throws Failure `unavailable` when there is no answer. */
export async function sendFile(
  { method, url, headers }: HttpRequest,
  { content, bytes }: OutgoingFile,
): Promise<HttpAnswer> {
  const length = bytes === null ? {} : { "content-length": bytes };
  const request = newRequest(url, {
    method,
    timeout: FILE_TIMEOUT_MS,
    headers: { ...headers, "content-type": "application/octet-stream", ...length },
  });
  const source = Readable.from(content);
  try {
    const message = await new Promise<IncomingMessage>((resolve, reject) => {
      request.once("response", resolve).on("error", reject);
      request.once("timeout", () => request.destroy(new Error("it takes too long")));
      source.once("error", (error) => request.destroy(error)).pipe(request);
    });
    return { status: message.statusCode ?? 0, headers: message.headers, text: await readText(message) };
  } catch (error) {
    throw error instanceof Failure ? error : unreachable(url, error);
  } finally {
    source.destroy();
    request.destroy();
  }
}

function newRequest(url: URL, options: RequestOptions, onResponse?: (message: IncomingMessage) => void) {
  const isTls = url.protocol === "https:";
  const agent = isTls ? agents.https : agents.http;
  return (isTls ? requestHttps : requestHttp)(url, { ...options, agent }, onResponse);
}

/** Besides files only JSON is ever sent. */
const bodyHeaders = (body: string | undefined): Record<string, string | number> =>
  body === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(body) };

function unreachable(url: URL, error: unknown): Failure {
  // A refused connection to each of several addresses has no message of its own.
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const reason = (error instanceof Error && error.message) || code || "the connection was closed";
  return new Failure(EXIT.unavailable, `Berth does not answer at ${url.origin}: ${reason}`, [
    "Check that it runs, and the address: berth login --url ADDRESS, or BERTH_URL.",
  ]);
}
