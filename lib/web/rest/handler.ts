import "server-only";
import type { z } from "zod";
import type { ApiRoute, Needs } from "../../contract/api/route";
import type { Platform } from "../../runtime/container";
import type { Actor, Context } from "../../services/context";
import type { Visitor } from "../visitor";

/** What a handler gets of a request: parsed input, and who asks. */
export type Call<R extends ApiRoute> = {
  /** Null on a route for everybody. */
  ctx: ContextOf<R["needs"]>;
  params: z.output<R["params"]>;
  query: z.output<R["query"]>;
  body: z.output<R["body"]>;
  /** What a route with an upload gets in place of `body`. */
  content: AsyncIterable<Uint8Array>;
  /** Address at which the caller reached Berth: "https://berth.example.org". */
  origin: string;
  /** Set here what the answer is to carry. */
  answerHeaders: Headers;
  request: { headers: Headers; caller: Actor | null; visitor: Visitor; parts: Platform };
};

type ContextOf<N extends Needs> = N extends "nothing" ? null : Context;

/** Answers the route: calls one service and puts what it says in the API's words. */
export type Handler<R extends ApiRoute> = (call: Call<R>) => Promise<z.input<R["answer"]>>;

/** A handler for each route of a list; a missing one does not compile. */
export type Handlers<T extends Record<string, ApiRoute>> = { [K in keyof T]: Handler<T[K]> };
