import "server-only";
import { LogsInput } from "../../contract/logs";
import { MINUTE_MS } from "../../core/units";
import { platform } from "../../runtime/container";
import { contextOf } from "../../runtime/context";
import { followLogs } from "../../services/logs/follow-logs";
import { listLogs } from "../../services/logs/list-logs";
import { authenticateJwt } from "../../services/tokens/authenticate";
import { eventStream } from "../stream";
import { findCaller, requireCaller } from "./authenticate";

/** Whoever has lost the right meanwhile does not get in again. */
const FOLLOW_MS = 5 * MINUTE_MS;

/**
 * The lines of a database as text, for whoever shows the token of the address, and for callers with a right of their own: `n` last ones
 * with the words of `filter`. With `stream=true` as server-sent events. Without any line: 204.
 * @throws DomainError `unauthenticated`, `not_found`; ZodError.
 */
export async function answerLogs(
  request: Request,
  resourceId: string,
  requestId: string,
  parts = platform(),
): Promise<Response> {
  const { token, n, filter, stream, source } = Object.fromEntries(new URL(request.url).searchParams);
  const caller =
    token === undefined
      ? await findCaller(request.headers, parts)
      : await authenticateJwt(parts.signer, token, "logs");
  const ctx = contextOf(requireCaller(caller), requestId, parts);
  const input = LogsInput.parse({ resourceId, q: filter, source, limit: n });
  if (stream === "true") {
    const gone = new AbortController();
    const signal = AbortSignal.any([gone.signal, request.signal, AbortSignal.timeout(FOLLOW_MS)]);
    return eventStream(await followLogs(ctx, input, signal), () => gone.abort());
  }
  const { lines } = await listLogs(ctx, input);
  if (lines.length === 0) return new Response(null, { status: 204 });
  const text = lines.map(({ at, source: from, text: said }) => `${at} [${from}] ${said}\n`).join("");
  return new Response(text, { headers: { "content-type": "text/plain; charset=utf-8" } });
}
