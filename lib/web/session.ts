import "server-only";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import { cache } from "react";
import { knownAddress } from "../core/people/address";
import { contextOf } from "../runtime/context";
import { findSession } from "../runtime/find-session";
import { type Context, personActor } from "../services/context";
import { noteSessionUse } from "../services/people/note-session-use";
import { currentVisitor } from "./current-visitor";
import { currentHeaders } from "./sender";

/** The signed-in person's context, once per request; null for a stranger. */
export const findContext = cache(async (): Promise<Context | null> => {
  const session = await findSession(await currentHeaders());
  if (!session) return null;
  await noteSessionUse(session);
  const { requestId, address } = await currentVisitor();
  return contextOf(personActor(session, session.sessionId), requestId, undefined, knownAddress(address));
});

/** For pages: a stranger is sent to sign in and comes back here. */
export async function requireContext(): Promise<Context> {
  const ctx = await findContext();
  if (ctx) return ctx;
  const path = (await headers()).get("x-berth-path") ?? "/";
  redirect(path === "/" ? "/sign-in" : `/sign-in?next=${encodeURIComponent(path)}`);
}
