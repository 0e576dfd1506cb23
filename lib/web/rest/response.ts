import "server-only";
import { STATUS_CODES } from "node:http";
import { FastResponse } from "srvx/node";
import { refusalOf } from "./errors";

/** No page: nothing of it is run, framed or kept. */
const SAFE_HEADERS = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
};

/** What every answer of the API carries. */
export const apiHeaders = (requestId: string): Headers =>
  new Headers({ ...SAFE_HEADERS, "x-request-id": requestId });

/** JSON, or nothing where there is nothing to say. */
export function apiResponse(
  { method }: Request,
  { status, body, headers }: { status: number; body: unknown; headers: Headers },
): Response {
  // The vendor's command line shows the words too.
  const init = { status, statusText: STATUS_CODES[status] ?? "", headers };
  if (status === 204 || method === "HEAD") return new FastResponse(null, init);
  return FastResponse.json(body, init);
}

/** How an error is told, in the answer that has these headers so far. */
export function refusalResponse(
  request: Request,
  error: unknown,
  { requestId, headers }: { requestId: string; headers: Headers },
): Response {
  const { status, body } = refusalOf(error, requestId);
  if (status === 401) headers.set("www-authenticate", 'Bearer realm="Berth"');
  return apiResponse(request, { status, body, headers });
}
