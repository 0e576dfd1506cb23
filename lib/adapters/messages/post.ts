import * as http from "node:http";
import * as https from "node:https";
import { DomainError } from "../../core/errors";
import { SECOND_MS } from "../../core/units";
import type { Guard } from "./guard";
import { notDelivered } from "./refusals";

const TIMEOUT_MS = 10 * SECOND_MS;
type Post = { url: string; headers: Record<string, string>; body: string };

/** Sends JSON, and resolves once a receiver has said 2xx. Redirects are not followed. @throws DomainError `unavailable` that says what it was. */
export async function post(guard: Guard, { url, headers, body }: Post): Promise<void> {
  const address = new URL(url);
  try {
    guard.checkLiteral(address.hostname);
    const { request } = address.protocol === "https:" ? https : http;
    const sent = request(address, {
      method: "POST",
      lookup: guard.lookup,
      // A connection for each message: one that is kept would be decided on once.
      agent: false,
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        "content-type": "application/json",
        "content-length": Buffer.byteLength(body),
        "user-agent": "Berth",
        ...headers,
      },
    });
    const answer = await new Promise<http.IncomingMessage>((resolve, reject) => {
      sent.on("response", resolve).on("error", reject).end(body);
    });
    // With its status all is said: nobody reads the rest, however long it is.
    answer.on("error", () => {}).destroy();
    refuseUnlessTaken(answer, address);
  } catch (error) {
    throw inWords(error, address);
  }
}

function refuseUnlessTaken({ statusCode = 0, headers }: http.IncomingMessage, address: URL): void {
  if (statusCode >= 200 && statusCode < 300) return;
  const { location } = headers;
  const isRedirect = statusCode >= 300 && statusCode < 400 && location !== undefined;
  const target = isRedirect && URL.canParse(location, address) ? new URL(location, address).origin : "";
  throw notDelivered(
    isRedirect
      ? `${address.host} answered ${statusCode} and leads to ${target}: Berth follows no redirects. Enter the address itself.`
      : `${address.host} answered ${statusCode}.`,
  );
}

const WORDS: Readonly<Record<string, string>> = {
  ECONNREFUSED: "refuses connections",
  ECONNRESET: "cut the connection",
  EHOSTUNREACH: "cannot be reached",
  ENETUNREACH: "cannot be reached",
  ENOTFOUND: "is a name that nobody knows",
  EAI_AGAIN: "is a name that could not be looked up now",
  ABORT_ERR: `did not answer within ${TIMEOUT_MS / SECOND_MS} s`,
};

function inWords(error: unknown, { host }: URL): DomainError {
  if (error instanceof DomainError)
    return error.code === "invalid" ? notDelivered(error.message, error) : error;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return notDelivered(`${host} ${WORDS[code] ?? `could not be told: ${code || "no answer"}`}.`, error);
}
