import { Agent as HttpAgent, type IncomingMessage, request as requestHttp } from "node:http";
import { Agent as HttpsAgent, request as requestHttps } from "node:https";
import { text as readText } from "node:stream/consumers";
import { SECOND_MS } from "@/lib/core/units";
import { EXIT } from "./exit-codes";
import { Failure } from "./failure";

const TIMEOUT_MS = 30 * SECOND_MS;

export type HttpRequest = { method: string; url: URL; headers: Record<string, string>; body?: string };
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
    const isTls = url.protocol === "https:";
    const options = {
      method,
      agent: isTls ? agents.https : agents.http,
      timeout: timeoutMs,
      headers: { ...headers, ...bodyHeaders(body) },
    };
    const request = (isTls ? requestHttps : requestHttp)(url, options, resolve);
    request.once("timeout", () => request.destroy(new Error(`no answer within ${timeoutMs / SECOND_MS} s`)));
    request.once("error", (error) => reject(unreachable(url, error)));
    request.end(body);
  });
}

/** Only JSON is ever sent. */
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
