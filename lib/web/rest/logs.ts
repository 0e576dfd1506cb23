import "server-only";
import { FollowLogsInput, LogsInput } from "../../contract/logs";
import type { Platform } from "../../runtime/container";
import { contextOf } from "../../runtime/context";
import { requireDatabase } from "../../services/access";
import type { Context } from "../../services/context";
import { followLogs } from "../../services/logs/follow-logs";
import { listLogs } from "../../services/logs/list-logs";
import { authenticateJwt } from "../../services/tokens/authenticate";
import { eventStream } from "../stream";
import { whileAllowed } from "../while-allowed";
import { findCaller, requireCaller } from "./authenticate";
import { apiResponse, respondApi } from "./response";

const PATH = /^\/api\/logs\/([A-Za-z0-9-]{1,100})(?:\?|$)/;

/** The database whose logs a request's path and query ask for; null when they ask for something else. */
export const databaseOfLogs = (target: string): string | null => PATH.exec(target)?.[1] ?? null;

/** One who reads logs at the address that was given out for them. */
export type LogsRequest = { url: string; headers: Headers; resourceId: string; requestId: string };

/** A followed line, as the vendor's command line reads it. */
export type LogFrame = { event: "log"; log: string; timestamp: string };

/** By the token of the address, else by a right of the caller's own. @throws DomainError `unauthenticated` */
async function authenticateCaller(asked: LogsRequest, parts: Platform): Promise<Context> {
  const { token } = queryOf(asked);
  const caller =
    token === undefined
      ? await findCaller(asked.headers, parts)
      : await authenticateJwt(parts.signer, token, "logs");
  return contextOf(requireCaller(caller), asked.requestId, parts);
}

const queryOf = ({ url }: LogsRequest): Record<string, string> =>
  Object.fromEntries(new URL(url).searchParams);

const textOf = ({ at, source, text }: { at: string; source: string; text: string }): string =>
  `${at} [${source}] ${text}`;

/** Answers whoever asks at that address, as `answerLogs` does; refusals are those of the API. */
export const respondLogs = (request: Request, resourceId: string, parts: () => Platform): Promise<Response> =>
  respondApi(request, async ({ requestId, headers }) => {
    if (!["GET", "HEAD"].includes(request.method)) return refuseMethod(request, headers);
    const { url, signal } = request;
    const asked = { url, headers: request.headers, resourceId, requestId };
    const answer = await answerLogs(asked, signal, parts());
    for (const [name, value] of headers) answer.headers.set(name, value);
    return answer;
  });

function refuseMethod(request: Request, headers: Headers): Response {
  headers.set("allow", "GET");
  const body = { error: "Logs are read with GET.", code: "method_not_allowed" };
  return apiResponse(request, { status: 405, body, headers });
}

/**
 * The lines of a database as text: `n` last ones with the words of `filter`. With `stream=true` as server-sent events, each with
 * a frame. Without any line: 204.
 * @throws DomainError `unauthenticated`, `not_found`; ZodError.
 */
async function answerLogs(asked: LogsRequest, gone: AbortSignal, parts: Platform): Promise<Response> {
  const { n: limit, filter: q, source, stream } = queryOf(asked);
  if (stream === "true") {
    const left = new AbortController();
    const frames = await followFrames(asked, AbortSignal.any([gone, left.signal]), parts);
    return eventStream(frames, () => left.abort());
  }
  const input = LogsInput.parse({ resourceId: asked.resourceId, q, source, limit });
  const { lines } = await listLogs(await authenticateCaller(asked, parts), input);
  if (lines.length === 0) return new Response(null, { status: 204 });
  const text = lines.map((line) => `${textOf(line)}\n`).join("");
  return new Response(text, { headers: { "content-type": "text/plain; charset=utf-8" } });
}

/** Lines as they are written, until the caller is `gone` or may not read them any more. @throws as `answerLogs` does, before the first. */
export async function followFrames(
  asked: LogsRequest,
  gone: AbortSignal,
  parts: Platform,
): Promise<AsyncIterable<LogFrame>> {
  const signal = whileAllowed(gone, async () =>
    requireDatabase(await authenticateCaller(asked, parts), asked.resourceId, "look"),
  );
  const input = FollowLogsInput.parse({ resourceId: asked.resourceId, source: queryOf(asked).source });
  const lines = await followLogs(await authenticateCaller(asked, parts), input, signal);
  return framesOf(lines);
}

async function* framesOf(
  lines: AsyncIterable<{ at: string; source: string; text: string }>,
): AsyncIterable<LogFrame> {
  for await (const line of lines) yield { event: "log", log: textOf(line), timestamp: line.at };
}
