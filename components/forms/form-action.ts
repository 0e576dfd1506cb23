import type { ActionResult } from "@/lib/contract/errors";

/** A server action as forms take it. */
export type FormAction<O> = (previous: ActionResult<O> | null, form: FormData) => Promise<ActionResult<O>>;
