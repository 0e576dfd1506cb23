import "server-only";
import { headers } from "next/headers";
import { type Platform, platform } from "../runtime/container";

/** The operator's address of this Berth, else the one that the caller used. What a proxy claims of itself is not believed: anybody can send it. */
export function originOf(
  sent: Headers,
  { publicUrl, baseUrl }: Pick<Platform, "publicUrl" | "baseUrl">,
): string {
  if (publicUrl !== null) return publicUrl.replace(/\/+$/, "");
  const host = sent.get("host");
  return host !== null && /^[\w.:[\]-]+$/.test(host) ? `http://${host}` : baseUrl;
}

/** For pages: `originOf` the request that Next has at hand. */
export const requestOrigin = async (): Promise<string> => originOf(await headers(), platform());

/** The vendor's CLI breaks on `localhost` when an app is not found. */
export const withoutLocalhost = (origin: string): string =>
  origin.replace(/^http:\/\/localhost(?=:|$)/, "http://127.0.0.1");
