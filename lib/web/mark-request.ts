import "server-only";
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";

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

/** Files of the build. */
const OF_FILES = /^\/_next\//;
/** What Next's own code adds to the address that it reads a page from. */
const OWN_PARAMETER = "_rsc";

/**
 * Gives a request for Next its id, which page, log and answer share, and says which path it is for: a page cannot ask. Next marks what it
 * writes into a page with the nonce of the policy that it finds among the request's headers. Next would do the same by a `proxy.ts`, for
 * which every request goes its way twice.
 */
export function markRequest({ headers }: IncomingMessage, response: ServerResponse, target: string): void {
  if (OF_FILES.test(target)) return;
  const requestId = randomUUID();
  const policy = contentPolicy(randomUUID());
  headers["x-request-id"] = requestId;
  headers["x-berth-path"] = pathOf(target);
  headers["content-security-policy"] = policy;
  response.setHeader("content-security-policy", policy);
  response.setHeader("x-request-id", requestId);
}

function pathOf(target: string): string {
  const { pathname, search, searchParams } = new URL(`http://berth${target}`);
  if (!searchParams.has(OWN_PARAMETER)) return pathname + search;
  searchParams.delete(OWN_PARAMETER);
  return searchParams.size === 0 ? pathname : `${pathname}?${searchParams}`;
}
