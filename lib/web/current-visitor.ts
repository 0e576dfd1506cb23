import "server-only";
import { headers } from "next/headers";
import { type Visitor, visitorOf } from "./visitor";

/** Who sent the request that Next has at hand. Its id is made by `mark-request.ts`, once for page, log and answer. */
export async function currentVisitor(): Promise<Visitor> {
  return visitorOf(await headers());
}
