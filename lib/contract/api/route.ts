import { z } from "zod";
import type { TokenScope } from "../../core/people/scopes";

/** What a caller must have: nothing, or a token whose scope allows as much. */
export type Needs = "nothing" | TokenScope;

/** One method of one path: what it takes and what it answers. Handlers, documentation and tests are made from it. */
export type ApiRoute<
  N extends Needs = Needs,
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
  A extends z.ZodType = z.ZodType,
> = {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** With `{name}` for each parameter: "/v1/apps/{app}". */
  path: string;
  /** Heading under which it is described. */
  tag: string;
  summary: string;
  needs: N;
  params: P;
  query: Q;
  /** JSON of the request; an empty body reads as `{}`. */
  body: B;
  /** The body is a file as it is, in place of JSON. */
  isUpload?: true;
  status: 200 | 201 | 202 | 204;
  answer: A;
};

const Empty = z.object({});
type Empty = typeof Empty;
/** What a route answers that says nothing. */
export const NoAnswer = z.void();

type Given<
  N extends Needs,
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  A extends z.ZodType,
> = Pick<ApiRoute<N, P, Q, B, A>, "method" | "path" | "tag" | "summary" | "needs" | "answer"> &
  Partial<Pick<ApiRoute<N, P, Q, B, A>, "params" | "query" | "body" | "status" | "isUpload">>;

/** A route; what it does not say it takes is empty, and its status is 200. */
export function route<
  const N extends Needs,
  A extends z.ZodType,
  P extends z.ZodType = Empty,
  Q extends z.ZodType = Empty,
  B extends z.ZodType = Empty,
>(given: Given<N, P, Q, B, A>): ApiRoute<N, P, Q, B, A> {
  return { params: empty<P>(), query: empty<Q>(), body: empty<B>(), status: 200, ...given };
}

/** Used only where the schema is not given, and then its type is that of `Empty`: the cast is safe. */
const empty = <T extends z.ZodType>(): T => Empty as unknown as T;
