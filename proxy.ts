import { randomUUID } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";

/** Gives each request its id, which page, log and answer share, and says which path it is for: a page cannot ask. */
export function proxy(request: NextRequest): NextResponse {
  const requestId = randomUUID();
  const headers = new Headers(request.headers);
  headers.set("x-request-id", requestId);
  headers.set("x-berth-path", `${request.nextUrl.pathname}${request.nextUrl.search}`);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("x-request-id", requestId);
  return response;
}

/**
 * The REST API answers before this, and numbers its requests itself. Of a dump that is sent Next would hold 10 MB in memory for us, and
 * drop the rest.
 */
export const config = { matcher: "/((?!_next/|api/ui/databases/[^/]+/dump).*)" };
