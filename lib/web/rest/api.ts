import "server-only";
import type { ApiRoute } from "../../contract/api/route";
import { ROUTES, type RouteName } from "../../contract/api/routes";
import { DomainError } from "../../core/errors";
import { knownAddress } from "../../core/people/address";
import type { Platform } from "../../runtime/container";
import { contextOf } from "../../runtime/context";
import { requireScope } from "../../services/access";
import type { Actor, Context } from "../../services/context";
import { originOf } from "../origin";
import { visitorOf } from "../visitor";
import { findCaller, requireCaller } from "./authenticate";
import { findRoute } from "./find-route";
import type { Call } from "./handler";
import { HANDLERS } from "./handlers";
import { type Answer, once } from "./idempotency";
import { countRequest } from "./rate-limit";
import { readJson, withoutUnkept } from "./read";
import { type Answering, apiResponse, respondApi } from "./response";
import { uploadOf } from "./upload";

type AnyHandler = (call: Call<ApiRoute>) => Promise<unknown>;

/** The REST API with these parts: answers every request, also one for nothing that is there, in JSON. */
export const restApi =
  (parts: () => Platform) =>
  (request: Request): Promise<Response> =>
    respondApi(request, async ({ requestId, headers }) => {
      const { status, body, headers: more } = await answer(request, { parts: parts(), requestId, headers });
      for (const [name, value] of Object.entries(more)) headers.set(name, value);
      return apiResponse(request, { status, body, headers });
    });

type Setting = Answering & { parts: Platform };

async function answer(request: Request, setting: Setting): Promise<Answer> {
  const { parts, requestId, headers } = setting;
  const url = new URL(request.url);
  const found = findRoute(request.method, url.pathname);
  if (found.name === null) return refuseRoute(found.methods, headers);
  const route: ApiRoute = ROUTES[found.name];
  const caller = await findCaller(request.headers, parts);
  if (caller) limit(caller, setting);
  const ctx = route.needs === "nothing" ? null : admit(request, route, { caller, setting });
  const { text, value } = route.isUpload ? UNREAD : await readJson(request);
  const answerHeaders = new Headers();
  const call = {
    ctx,
    params: route.params.parse(found.params),
    query: route.query.parse(withoutUnkept(Object.fromEntries(url.searchParams))),
    body: route.body.parse(value),
    content: uploadOf(request),
    origin: originOf(request.headers, parts),
    answerHeaders,
    request: {
      headers: request.headers,
      caller,
      visitor: { ...visitorOf(request.headers), requestId },
      parts,
    },
  };
  const work = async (): Promise<Answer> => {
    const body = await handlerOf(found.name)(call);
    return { status: route.status, body, headers: Object.fromEntries(answerHeaders) };
  };
  if (!ctx) return work();
  const key = request.headers.get("idempotency-key");
  if (route.isUpload && key !== null) throw refuseKey();
  const path = `${url.pathname}${url.search}`;
  return once({ key, actor: ctx.actor, method: request.method, path, text, cipher: parts.cipher }, work);
}

const UNREAD = { text: "", value: {} };

/** Whether a file is the same again is only known once it was read. */
const refuseKey = () =>
  new DomainError("invalid", "idempotency_key", "A file is sent without an Idempotency-Key.");

/** `HANDLERS` has for each name the handler of that route, which a union of them all no longer says: the cast is safe. */
const handlerOf = (name: RouteName): AnyHandler => HANDLERS[name] as unknown as AnyHandler;

function refuseRoute(methods: string[], headers: Headers): Answer {
  if (methods.length === 0) throw new DomainError("not_found", "route", "There is no such route.");
  headers.set("allow", methods.join(", "));
  const error = `This route takes ${methods.join(", ")}.`;
  return { status: 405, body: { error, code: "method_not_allowed" }, headers: {} };
}

/** @throws DomainError `limit_exceeded` */
function limit({ tokenId }: Actor, { parts, headers }: Setting): void {
  if (tokenId === null) return;
  const counted = countRequest(tokenId, { limit: parts.requestsPerMinute, nowMs: Date.now() });
  for (const [name, value] of Object.entries(counted.headers)) headers.set(name, value);
  if (!counted.isAllowed)
    throw new DomainError(
      "limit_exceeded",
      "rate_limit",
      `Too many requests: at most ${parts.requestsPerMinute} a minute for one token. Try again later.`,
    );
}

/** What the token of an addon opens. */
const OF_ADDON = /^\/api\/(databases|backups)\//;

/** The context of a caller who may use the route. @throws DomainError `unauthenticated`, `forbidden`. */
function admit(
  request: Request,
  route: ApiRoute,
  { caller, setting: { parts, requestId } }: { caller: Actor | null; setting: Setting },
): Context {
  const ctx = contextOf(
    requireCaller(caller),
    requestId,
    parts,
    knownAddress(visitorOf(request.headers).address),
  );
  const { sessionId, addonId } = ctx.actor;
  if (addonId !== null && !OF_ADDON.test(route.path))
    throw new DomainError(
      "forbidden",
      "confined_token",
      "This token is for the database API of one addon only.",
    );
  // A form of another site cannot send this type without the browser asking us first.
  const type = route.isUpload ? "application/octet-stream" : "application/json";
  if (sessionId !== null && request.method === "POST" && !isOfType(request, type))
    throw new DomainError("forbidden", "not_json", `Send this with the content type ${type}.`);
  if (route.needs !== "nothing") requireScope(ctx, route.needs);
  return ctx;
}

const isOfType = (request: Request, type: string): boolean =>
  request.headers.get("content-type")?.startsWith(type) === true;
