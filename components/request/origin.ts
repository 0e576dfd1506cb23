import { headers } from "next/headers";

/** The address at which the browser reached this Berth: "https://berth.example.com". */
export async function requestOrigin(): Promise<URL> {
  const sent = await headers();
  const host = sent.get("x-forwarded-host") ?? sent.get("host") ?? "localhost";
  return new URL(`${sent.get("x-forwarded-proto") ?? "http"}://${host}`);
}
