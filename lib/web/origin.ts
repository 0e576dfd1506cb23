import "server-only";
import type { Platform } from "../runtime/container";

/** The operator's address of this Berth, else the one that the caller used. What a proxy claims of itself is not believed: anybody can send it. */
export function originOf(
  sent: Headers,
  { publicUrl, baseUrl }: Pick<Platform, "publicUrl" | "baseUrl">,
): string {
  if (publicUrl !== null) return publicUrl.replace(/\/+$/, "");
  const host = sent.get("host");
  return host !== null && /^[\w.:[\]-]+$/.test(host) ? `http://${host}` : baseUrl;
}

/** The vendor's CLI breaks on `localhost` when an app is not found. */
export const withoutLocalhost = (origin: string): string =>
  origin.replace(/^http:\/\/localhost(?=:|$)/, "http://127.0.0.1");
