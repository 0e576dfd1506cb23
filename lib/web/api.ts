import "server-only";
import type { z } from "zod";
import { SHAPES, SHAPES_HEADER } from "../contract/shapes";
import { DomainError } from "../core/errors";
import { parseJson } from "../core/json";
import type { Context } from "../services/context";
import { currentVisitor } from "./current-visitor";
import { errorBody } from "./errors";
import { findContext } from "./session";
import { STATUS } from "./status";
import type { Visitor } from "./visitor";

/**
 * Runs one request of a signed-in caller and answers JSON, or whatever other answer `work` has made; every answer carries `x-request-id` and the name of its
 * shapes, and is kept by no cache.
 */
export async function respond<O>(work: (ctx: Context) => Promise<O>, status = 200): Promise<Response> {
  return respondPublic(async () => {
    const ctx = await findContext();
    if (!ctx) throw new DomainError("unauthenticated", "no_session", "Sign in first.");
    return work(ctx);
  }, status);
}

/** Like `respond`, for callers who need not be signed in. */
export async function respondPublic<O>(
  work: (visitor: Visitor) => Promise<O>,
  status: number | ((answer: O) => number) = 200,
): Promise<Response> {
  const visitor = await currentVisitor();
  const headers = {
    "x-request-id": visitor.requestId,
    "cache-control": "no-store",
    [SHAPES_HEADER]: SHAPES,
  };
  try {
    const answer = await work(visitor);
    if (answer instanceof Response) return withHeaders(answer, headers);
    return Response.json(answer, { status: typeof status === "number" ? status : status(answer), headers });
  } catch (error) {
    const body = errorBody(error, visitor.requestId);
    return Response.json(body, { status: STATUS[body.error.code], headers });
  }
}

function withHeaders(answer: Response, headers: Record<string, string>): Response {
  for (const [name, value] of Object.entries(headers)) answer.headers.set(name, value);
  return answer;
}

/** The request's JSON body, parsed. @throws DomainError `invalid` reason `not_json`; ZodError when it is not what `schema` says. */
export async function readBody<I>(request: Request, schema: z.ZodType<I>): Promise<I> {
  // A form of another site cannot send this type without the browser asking us first.
  if (!request.headers.get("content-type")?.startsWith("application/json"))
    throw new DomainError("invalid", "not_json", "Send JSON with the content type application/json.");
  const body = parseJson(await request.text());
  if (body === undefined) throw new DomainError("invalid", "not_json", "The body is not JSON.");
  return schema.parse(body);
}
