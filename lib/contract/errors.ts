import type { ErrorCode } from "../core/errors";

/** What a refused request answers, over REST and from a server action. */
export type ErrorBody = {
  error: { code: ErrorCode; reason: string; message: string; fields?: Record<string, string[]> | undefined };
};
/** What a server action answers: the result, or why there is none, in words for people. */
export type ActionResult<T> = { ok: true; data: T } | ({ ok: false } & ErrorBody);

/** A server action as `useActionState` and forms take it. */
export type FormAction<O> = (previous: ActionResult<O> | null, form: FormData) => Promise<ActionResult<O>>;
