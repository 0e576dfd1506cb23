import "server-only";
import { DomainError } from "../../core/errors";
import type { Platform } from "../../runtime/container";
import { findSession } from "../../runtime/find-session";
import { type Actor, personActor } from "../../services/context";
import { noteSessionUse } from "../../services/people/note-session-use";
import { authenticateJwt, authenticateToken } from "../../services/tokens/authenticate";

/** Who calls: by `Bearer <JWT>`, by `Basic :<token>`, or by the browser's session; null when nothing of these is there, or it is worth nothing. */
export async function findCaller(headers: Headers, { signer }: Platform): Promise<Actor | null> {
  const authorization = headers.get("authorization");
  if (authorization === null) return findPerson(headers);
  const [scheme = "", value = ""] = authorization.split(" ");
  if (scheme.toLowerCase() === "bearer") return authenticateJwt(signer, value);
  const basic = readBasic(headers);
  return basic?.user === "" ? authenticateToken(basic.password) : null;
}

async function findPerson(headers: Headers): Promise<Actor | null> {
  if (!headers.has("cookie")) return null;
  const session = await findSession(headers);
  if (!session) return null;
  await noteSessionUse(session);
  return personActor(session, session.sessionId);
}

/** User and password of `Authorization: Basic`; null without them. */
export function readBasic(headers: Headers): { user: string; password: string } | null {
  const [, encoded] = /^basic +([A-Za-z0-9+/=_-]+)$/i.exec(headers.get("authorization") ?? "") ?? [];
  if (encoded === undefined) return null;
  const text = Buffer.from(encoded, "base64").toString();
  const colon = text.indexOf(":");
  return colon < 0 ? null : { user: text.slice(0, colon), password: text.slice(colon + 1) };
}

/** @throws DomainError `unauthenticated` */
export function requireCaller(actor: Actor | null): Actor {
  if (actor) return actor;
  throw new DomainError("unauthenticated", "no_token", "Sign in first: this needs a token that works.");
}
