import { randomUUID } from "node:crypto";
import { type NextRequest, NextResponse } from "next/server";

/**
 * SHA-256 of `display:none`, the one style that React writes as an attribute: it hides with it what of an icon comes later in the page.
 * A nonce does not cover attributes.
 */
const HIDDEN = "sha256-aqNNdDLnnrDOnTNdkJpYlAxKVJtLt9CtFLklmInuUAE=";

/**
 * What a page may load and run, as the value of its Content-Security-Policy: scripts and styles of this server, and those within the page
 * that carry its `nonce`, which is made anew for each page. Next reads it there.
 * @source https://www.w3.org/TR/CSP3/
 */
const contentPolicy = (nonce: string): string =>
  [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}'`,
    `style-src 'self' 'nonce-${nonce}'`,
    `style-src-attr 'unsafe-hashes' '${HIDDEN}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");

/**
 * Gives each request its id, which page, log and answer share, and says which path it is for: a page cannot ask. Next marks what it
 * writes into a page with the nonce of the policy that it finds among the request's headers.
 */
export function proxy(request: NextRequest): NextResponse {
  const requestId = randomUUID();
  const headers = new Headers(request.headers);
  headers.set("x-request-id", requestId);
  headers.set("x-berth-path", `${request.nextUrl.pathname}${request.nextUrl.search}`);
  const policy = contentPolicy(randomUUID());
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  response.headers.set("x-request-id", requestId);
  return response;
}

/**
 * The REST API answers before this, and numbers its requests itself. Of a dump that is sent Next would hold 10 MB in memory for us, and
 * drop the rest.
 */
export const config = { matcher: "/((?!_next/|api/ui/databases/[^/]+/dump).*)" };
