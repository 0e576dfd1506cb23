import "server-only";
import { AppLogsInput, FollowAppLogsInput, FollowLogsInput, LogsInput } from "../../contract/logs";
import { readFilter } from "../../core/logs/filter";
import type { Platform } from "../../runtime/container";
import { contextOf } from "../../runtime/context";
import { requireApp, requireDatabase } from "../../services/access";
import type { Context } from "../../services/context";
import { followAppLogs } from "../../services/logs/follow-app-logs";
import { followLogs } from "../../services/logs/follow-logs";
import { listAppLogs } from "../../services/logs/list-app-logs";
import { listLogs } from "../../services/logs/list-logs";
import { authenticateJwt } from "../../services/tokens/authenticate";
import { eventStream } from "../stream";
import { whileAllowed } from "../while-allowed";
import { findCaller, requireCaller } from "./authenticate";
import { apiResponse, respondApi } from "./response";

const PATH = /^\/api\/logs\/(apps\/)?([A-Za-z0-9-]{1,100})(?:\?|$)/;

/** Whose logs somebody asks for: of a database by its resource id, or of an app by its name. */
export type LogsOf = { kind: "database" | "app"; name: string };

/** Whose logs a request's path and query ask for; null when they ask for something else. */
export function logsOf(target: string): LogsOf | null {
  const [, ofApp, name] = PATH.exec(target) ?? [];
  return name === undefined ? null : { kind: ofApp ? "app" : "database", name };
}

/** How each kind is read; `purpose` is that of the token in its address. */
const KINDS = {
  database: {
    purpose: "logs",
    require: (ctx: Context, name: string) => requireDatabase(ctx, name, "look"),
    list: (ctx: Context, resourceId: string, asked: object) =>
      listLogs(ctx, LogsInput.parse({ ...asked, resourceId })),
    follow: (ctx: Context, resourceId: string, { source, signal }: Following) =>
      followLogs(ctx, FollowLogsInput.parse({ resourceId, source }), signal),
  },
  app: {
    purpose: "app-logs",
    require: (ctx: Context, name: string) => requireApp(ctx, name, "look"),
    list: (ctx: Context, app: string, asked: object) =>
      listAppLogs(ctx, AppLogsInput.parse({ ...asked, app })),
    follow: (ctx: Context, app: string, { source, signal }: Following) =>
      followAppLogs(ctx, FollowAppLogsInput.parse({ app, source }), signal),
  },
} as const;

type Following = { source: string | undefined; signal: AbortSignal };

/** One who reads logs at the address that was given out for them. */
export type LogsRequest = { url: string; headers: Headers; of: LogsOf; requestId: string };

/** A followed line, as the vendor's command line reads it. */
export type LogFrame = { event: "log"; log: string; timestamp: string };

/** By the token of the address, else by a right of the caller's own. @throws DomainError `unauthenticated` */
async function authenticateCaller(asked: LogsRequest, parts: Platform): Promise<Context> {
  const { token } = queryOf(asked);
  const caller =
    token === undefined
      ? await findCaller(asked.headers, parts)
      : await authenticateJwt(parts.signer, token, KINDS[asked.of.kind].purpose);
  return contextOf(requireCaller(caller), asked.requestId, parts);
}

const queryOf = ({ url }: LogsRequest): Record<string, string> =>
  Object.fromEntries(new URL(url).searchParams);

const textOf = ({ at, source, text }: { at: string; source: string; text: string }): string =>
  `${at} [${source}] ${text}`;

/** Answers whoever asks at that address, as `answerLogs` does; refusals are those of the API. */
export const respondLogs = (request: Request, of: LogsOf, parts: () => Platform): Promise<Response> =>
  respondApi(request, async ({ requestId, headers }) => {
    if (!["GET", "HEAD"].includes(request.method)) return refuseMethod(request, headers);
    const { url, signal } = request;
    const asked = { url, headers: request.headers, of, requestId };
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
 * The lines as text: `n` last ones with the words of `filter`, or of the containers that it names. With `stream=true` as server-sent events, each with
 * a frame. Without any line: 204.
 * @throws DomainError `unauthenticated`, `not_found`; ZodError.
 */
async function answerLogs(asked: LogsRequest, gone: AbortSignal, parts: Platform): Promise<Response> {
  const { n: limit, filter, source, stream } = queryOf(asked);
  const { kind, name } = asked.of;
  if (stream === "true") {
    const left = new AbortController();
    const frames = await followFrames(asked, AbortSignal.any([gone, left.signal]), parts);
    return eventStream(frames, () => left.abort());
  }
  const ctx = await authenticateCaller(asked, parts);
  const { lines } = await KINDS[kind].list(ctx, name, { source, limit, ...readFilter(kind, filter) });
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
  const { kind, name } = asked.of;
  const of = KINDS[kind];
  const signal = whileAllowed(gone, async () => of.require(await authenticateCaller(asked, parts), name));
  const { source, filter } = queryOf(asked);
  const { q, source: named = source } = readFilter(kind, filter);
  const lines = await of.follow(await authenticateCaller(asked, parts), name, { source: named, signal });
  return framesOf(q === undefined ? lines : having(q, lines));
}

async function* having<T extends { text: string }>(words: string, lines: AsyncIterable<T>): AsyncIterable<T> {
  for await (const line of lines) if (line.text.toLowerCase().includes(words.toLowerCase())) yield line;
}

async function* framesOf(
  lines: AsyncIterable<{ at: string; source: string; text: string }>,
): AsyncIterable<LogFrame> {
  for await (const line of lines) yield { event: "log", log: textOf(line), timestamp: line.at };
}
