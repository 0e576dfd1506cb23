import "server-only";
import { refresh } from "next/cache";
import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import type { ActionResult, FormAction } from "../contract/errors";
import type { Context } from "../services/context";
import { currentVisitor } from "./current-visitor";
import { errorBody, inputError } from "./errors";
import { findContext } from "./session";
import type { Visitor } from "./visitor";

/**
 * Turns a service into a server action: session, one parse, typed result; the page's own data is read again after a success. Next refuses
 * a form whose Origin is not the Host (or X-Forwarded-Host) it was sent to.
 */
export function action<I, O>(
  schema: z.ZodType<I>,
  service: (ctx: Context, input: I) => Promise<O>,
): FormAction<O> {
  return async (_previous, form) =>
    run(schema, form, async (input) => {
      const ctx = await findContext();
      if (!ctx) return SIGNED_OUT;
      const data = await service(ctx, input);
      refresh();
      return { ok: true, data };
    });
}

/** Like `action`, for people who need not be signed in. */
export function publicAction<I, O>(
  schema: z.ZodType<I>,
  verb: (visitor: Visitor, input: I) => Promise<O>,
): FormAction<O> {
  return async (_previous, form) =>
    run(schema, form, async (input) => ({ ok: true, data: await verb(await currentVisitor(), input) }));
}

const SIGNED_OUT = {
  ok: false,
  error: {
    code: "unauthenticated",
    reason: "no_session",
    message: "Your session has ended. Sign in again in another tab, then repeat this.",
  },
} as const;

async function run<I, O>(
  schema: z.ZodType<I>,
  form: FormData,
  work: (input: I) => Promise<ActionResult<O>>,
): Promise<ActionResult<O>> {
  const parsed = schema.safeParse(fieldsOf(form));
  if (!parsed.success) return { ok: false, ...inputError(parsed.error) };
  try {
    return await work(parsed.data);
  } catch (error) {
    unstable_rethrow(error);
    const { requestId } = await currentVisitor();
    return { ok: false, ...errorBody(error, requestId) };
  }
}

/** A browser sends every line end of a text field as CR LF, which no program expects in its environment. */
const fieldsOf = (form: FormData): Record<string, FormDataEntryValue> =>
  Object.fromEntries(
    [...form].map(([name, value]) => [
      name,
      typeof value === "string" ? value.replaceAll("\r\n", "\n") : value,
    ]),
  );
