import "server-only";
import { randomUUID } from "node:crypto";
import { STATUS_CODES } from "node:http";
import { FastResponse } from "srvx/node";
import { apiRefusalOf } from "./errors";

/** No page: nothing of it is run, framed or kept. */
export const SAFE_HEADERS = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "x-content-type-options": "nosniff",
};

/** A request's id, and what its answer carries so far, whatever becomes of it. */
export type Answering = { requestId: string; headers: Headers };

/** Answers one request of the API under an id of its own; what `work` throws is told as the API tells errors. */
export async function respondApi(
  request: Request,
  work: (answering: Answering) => Promise<Response>,
): Promise<Response> {
  const requestId = randomUUID();
  const headers = new Headers({ ...SAFE_HEADERS, "x-request-id": requestId });
  try {
    return await work({ requestId, headers });
  } catch (error) {
    const { status, body } = apiRefusalOf(error, requestId);
    if (status === 401) headers.set("www-authenticate", 'Bearer realm="Berth"');
    return apiResponse(request, { status, body, headers });
  }
}

/** JSON, text as it is, or nothing where there is nothing to say. */
export function apiResponse(
  { method }: Request,
  { status, body, headers }: { status: number; body: unknown; headers: Headers },
): Response {
  // The vendor's command line shows the words too.
  const init = { status, statusText: STATUS_CODES[status] ?? "", headers };
  if (status === 204 || method === "HEAD") return new FastResponse(null, init);
  return typeof body === "string" ? new FastResponse(body, init) : FastResponse.json(body, init);
}
