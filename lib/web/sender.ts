import "server-only";
import { cookies, headers } from "next/headers";
import type { Sender } from "../runtime/auth";
import { currentVisitor } from "./current-visitor";

/** The headers of the request at hand, with the cookies as they stand by now: an action may have replaced the session before its page is read again. */
export async function currentHeaders(): Promise<Headers> {
  const current = new Headers(await headers());
  current.set("cookie", (await cookies()).toString());
  return current;
}

/** Who sent the request at hand, for the sign-in library. */
export async function currentSender(): Promise<Sender> {
  const { address, userAgent } = await currentVisitor();
  return { address, userAgent, cookie: (await currentHeaders()).get("cookie") };
}
