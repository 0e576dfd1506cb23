import { randomUUID } from "node:crypto";
import type { z } from "zod";
import type { ApiRoute } from "@/lib/contract/api/route";
import { parseJson } from "@/lib/core/json";
import { EXIT } from "./exit-codes";
import { Failure } from "./failure";
import { type HttpAnswer, type HttpRequest, type OutgoingFile, send, sendFile } from "./http";
import { refusalOf } from "./refusal";
import { VERSION } from "./version";

/** The part of a route that a client needs. */
export type Route<A extends z.ZodType = z.ZodType> = Pick<ApiRoute, "method" | "path" | "needs"> & {
  answer: A;
};

export type Given = {
  params?: Record<string, string>;
  query?: Record<string, string | number>;
  body?: unknown;
};

/** `operationId` is set when the answer names one in `Location`. */
export type Answer<T> = { data: T; operationId: string | null };

/** Where requests go, and what proves who asks; null before the login. */
export type Door = { url: string; authorization: string | null };

const BODILESS = new Set(["GET", "DELETE"]);

/** What proves who asks, of a token. */
export const tokenAuthorization = (token: string): string =>
  `Basic ${Buffer.from(`:${token}`).toString("base64")}`;

/** Asks the API. @throws Failure for a refusal, and when there is no proper answer. */
export async function ask<A extends z.ZodType>(
  door: Door,
  route: Route<A>,
  given: Given = {},
): Promise<Answer<z.infer<A>>> {
  const request = {
    method: route.method,
    url: urlOf(door, route.path, given),
    headers: headersOf(door),
    ...(!BODILESS.has(route.method) && { body: JSON.stringify(given.body ?? {}) }),
  };
  const isKeyed = route.method === "POST" && route.needs !== "nothing";
  const answer = await (isKeyed ? sendWithKey(request) : send(request));
  return read(route, answer);
}

/** Sends a file as it is. Nothing is tried again: it may have been taken, and it is read once. @throws Failure as `ask` does. */
export async function askWithFile<A extends z.ZodType>(
  door: Door,
  route: Route<A>,
  { file, ...given }: Given & { file: OutgoingFile },
): Promise<Answer<z.infer<A>>> {
  const request = { method: route.method, url: urlOf(door, route.path, given), headers: headersOf(door) };
  return read(route, await sendFile(request, file));
}

/** @throws Failure */
function read<A extends z.ZodType>(route: Route<A>, answer: HttpAnswer): Answer<z.infer<A>> {
  if (answer.status >= 400) throw refusalOf(answer);
  return { data: parse(route.answer, answer), operationId: operationIdOf(answer) };
}

/** Tries once more when no answer came: by the key Berth knows the request again, and does it once. */
async function sendWithKey(request: HttpRequest): Promise<HttpAnswer> {
  const keyed = { ...request, headers: { ...request.headers, "idempotency-key": randomUUID() } };
  try {
    return await send(keyed);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    return send(keyed);
  }
}

export function urlOf(door: Pick<Door, "url">, path: string, { params = {}, query = {} }: Given): URL {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
  const url = new URL(door.url.replace(/\/+$/, "") + filled);
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
  return url;
}

const headersOf = ({ authorization }: Door): Record<string, string> => ({
  accept: "application/json",
  "user-agent": `berth/${VERSION}`,
  ...(authorization !== null && { authorization }),
});

function parse<A extends z.ZodType>(schema: A, answer: HttpAnswer): z.infer<A> {
  const isJson = answer.headers["content-type"]?.startsWith("application/json") ?? true;
  const parsed = schema.safeParse(isJson ? parseJson(answer.text) : answer.text);
  if (parsed.success) return parsed.data;
  throw new Failure(EXIT.unavailable, "Berth answered something that this version of berth does not know.", [
    "Is it the address of a Berth? Else bring the command line up to date.",
  ]);
}

/** The last part of `Location`. */
const operationIdOf = ({ headers }: HttpAnswer): string | null =>
  /\/operations\/([^/?]+)$/.exec(headers.location ?? "")?.[1] ?? null;
