import { createHmac, timingSafeEqual } from "node:crypto";
import { parseCookies } from "better-auth/cookies";
import { findSignedIn, type SignedInRow } from "../db/sessions";
import { auth } from "./auth";

/**
 * Who the request's cookie belongs to; null without a valid session. The sign-in library would ask PostgreSQL twice, at several times the
 * cost, and nearly every request begins with this. @throws DomainError `unavailable` when PostgreSQL does not answer.
 */
export async function findSession(headers: Headers): Promise<SignedInRow | null> {
  const { authCookies, secret } = await auth().$context;
  const value = parseCookies(headers.get("cookie") ?? "").get(authCookies.sessionToken.name) ?? "";
  const token = readSigned(value, secret);
  return token === null ? null : findSignedIn(token, new Date());
}

/**
 * What the library has signed, as it signs it: the text, a dot, and its HMAC-SHA-256 in base64; null when the signature is another's.
 * @source https://github.com/better-auth/better-call/blob/main/packages/better-call/src/crypto.ts
 */
function readSigned(value: string, secret: string): string | null {
  const end = value.lastIndexOf(".");
  if (end < 1) return null;
  const text = value.slice(0, end);
  const ours = createHmac("sha256", secret).update(text).digest();
  const theirs = Buffer.from(value.slice(end + 1), "base64");
  return theirs.length === ours.length && timingSafeEqual(theirs, ours) ? text : null;
}
